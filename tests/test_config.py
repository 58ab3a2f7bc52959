import dataclasses
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ae.config import (
    ACTIVATIONS,
    FIELDS,
    MAX_LAYERS,
    MAX_PARAMETERS,
    MAX_WORK,
    OPTIMIZERS,
    Hyperparameters,
    as_text,
    parse,
)
from ae.errors import SettingError, UnknownRun
from ae.networks import parameter_count

CHOICES = [name for name, field in FIELDS.items() if field.choices is not None]
WIDTHS = ["encoder", "decoder"]
NUMBERS = [name for name in FIELDS if name not in CHOICES + WIDTHS]
# Too large for a float: what a link may carry, and what no bound lets pass.
HUGE = 10**400
WHOLE = [name for name in NUMBERS if isinstance(getattr(Hyperparameters(), name), int)]

widths = st.lists(st.integers(1, 256), max_size=MAX_LAYERS).map(tuple)


@st.composite
def hyperparameters(draw):
    loss = draw(st.sampled_from(["mse", "bce"]))
    output = "sigmoid" if loss == "bce" else draw(st.sampled_from(list(ACTIVATIONS)))
    return Hyperparameters(
        encoder=draw(widths),
        latent_dim=draw(st.integers(1, 1024)),
        decoder=draw(st.none() | widths),
        activation=draw(st.sampled_from(list(ACTIVATIONS))),
        code_activation=draw(st.sampled_from(list(ACTIVATIONS))),
        output_activation=output,
        kernel_initializer=draw(st.sampled_from(["glorot_uniform", "he_normal"])),
        bias_initializer=draw(st.sampled_from(["glorot_uniform", "zeros"])),
        loss=loss,
        optimizer=draw(st.sampled_from(list(OPTIMIZERS))),
        learning_rate=draw(st.floats(1e-7, 10.0)),
        batch_size=draw(st.integers(1, 4096)),
        steps=draw(st.integers(1, 40_000)),
        seed=draw(st.integers(0, 2**31 - 1)),
    )


def called(value):
    return "huge" if value in (HUGE, (HUGE,)) else repr(value)


def refusal(**values):
    """The error that these settings meet."""
    with pytest.raises(SettingError) as caught:
        Hyperparameters(**values)
    return caught.value


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_accepted_at_its_bounds_and_refused_beyond_them(name):
    low, high = FIELDS[name].low, FIELDS[name].high
    for value in (low, high):
        assert getattr(Hyperparameters(**{name: value}), name) == value
    below, above = (low - 1, high + 1) if name in WHOLE else (low / 2, high * 2)
    for value in (below, above):
        error = refusal(**{name: value})
        assert error.field == name
        assert str(error) == f"{name}: expected {FIELDS[name].accepts}, got {value:,}"


@pytest.mark.parametrize("name", WIDTHS)
def test_layer_widths_are_accepted_at_their_bounds_and_refused_beyond_them(name):
    for width in (1, 4096):
        assert getattr(Hyperparameters(**{name: (width,)}), name) == (width,)
    for width, got in ((0, "0"), (-5, "-5"), (4097, "4,097")):
        error = refusal(**{name: (64, width)})
        assert str(error) == f"{name}: expected {FIELDS[name].accepts}, got {got}"


@pytest.mark.parametrize("name", WIDTHS)
def test_a_seventh_layer_is_refused(name):
    assert len(getattr(Hyperparameters(**{name: (8,) * 6}), name)) == 6
    assert str(refusal(**{name: (8,) * 7})) == f"{name}: expected at most 6 layers, got 7"


@pytest.mark.parametrize("name", CHOICES)
def test_every_choice_of_a_field_is_accepted_and_no_other(name):
    for choice in FIELDS[name].choices:
        assert getattr(Hyperparameters(**{name: choice}), name) == choice
    error = refusal(**{name: "nonsense"})
    assert error.field == name
    assert str(error) == f"{name}: expected {FIELDS[name].accepts}, got 'nonsense'"


def test_a_message_names_the_field_what_it_accepts_why_and_what_it_got():
    assert str(refusal(latent_dim=0)) == (
        "latent_dim: expected 1 to 1,024 (an image has 784 pixels, so more is no bottleneck), got 0"
    )
    assert str(refusal(optimizer="lion")) == (
        "optimizer: expected rmsprop or adam or sgd, got 'lion'"
    )


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize(
    "value", [None, "5", True, [5], float("nan"), float("inf"), -float("inf"), HUGE], ids=called
)
def test_a_number_refuses_what_is_no_finite_number(name, value):
    assert refusal(**{name: value}).field == name


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_number_refuses_a_fraction_and_takes_a_whole_float(name):
    assert str(refusal(**{name: 1.5})).endswith("got 1.5")
    found = getattr(Hyperparameters(**{name: 7.0}), name)
    assert (found, type(found)) == (7, int)


@pytest.mark.parametrize("name", CHOICES)
@pytest.mark.parametrize("value", [None, 3, ["mnist"], {}], ids=str)
def test_a_choice_refuses_what_is_no_name(name, value):
    assert refusal(**{name: value}).field == name


@pytest.mark.parametrize(
    "value", ["784", 784, ("a",), (True,), (2.5,), ((1,),), (HUGE,)], ids=called
)
def test_widths_refuse_what_is_no_list_of_whole_numbers(value):
    assert refusal(encoder=value).field == "encoder"


def test_only_the_decoder_may_be_left_to_mirror_the_encoder():
    assert refusal(encoder=None).field == "encoder"
    hp = Hyperparameters(encoder=(300, 200, 100), decoder=None)
    assert hp.decoder_widths == (100, 200, 300)
    assert hp.replace(decoder=()).decoder_widths == ()


def test_cross_entropy_needs_a_sigmoid_output():
    assert Hyperparameters(loss="bce", output_activation="sigmoid").loss == "bce"
    for output in set(ACTIVATIONS) - {"sigmoid"}:
        error = refusal(loss="bce", output_activation=output)
        assert error.field == "output_activation"
        assert str(error).endswith(f"got {output}")


def test_a_network_of_too_many_parameters_is_refused():
    most = Hyperparameters(encoder=(4096,), latent_dim=128)
    assert parameter_count(most.layers()) == 7_480_208 < MAX_PARAMETERS
    error = refusal(encoder=(4096,), latent_dim=1024)
    assert error.field == "encoder"
    assert "at most 10,000,000 parameters" in str(error)
    assert str(error).endswith("got 14,821,136")


def test_a_run_of_too_much_work_is_refused_with_the_most_steps_that_are_accepted():
    hp = Hyperparameters(batch_size=4096)
    most = int(MAX_WORK / (hp.work / hp.steps))
    assert hp.replace(steps=most).work <= MAX_WORK
    error = refusal(batch_size=4096, steps=most + 1)
    assert error.field == "steps"
    assert f"expected at most {most:,} " in str(error)
    assert str(error).endswith(f"got {most + 1:,}")


def test_work_counts_the_products_of_every_step():
    hp = Hyperparameters(encoder=(), latent_dim=10, batch_size=7, steps=3)
    # Forward and weight gradients for both layers; no gradient is needed of the image itself.
    assert hp.work == (2 * 784 * 10 + 3 * 10 * 784) * 7 * 3


def test_settings_are_frozen_and_equal_by_value():
    hp = Hyperparameters(encoder=[32, 16])
    assert hp == Hyperparameters(encoder=(32, 16))
    assert hash(hp) == hash(Hyperparameters(encoder=(32, 16)))
    with pytest.raises(dataclasses.FrozenInstanceError):
        hp.steps = 5


def test_replace_validates_again_and_knows_its_fields():
    hp = Hyperparameters()
    assert hp.replace(steps=5).steps == 5
    with pytest.raises(SettingError, match=r"^steps: expected 1 to 200,000 .*, got 0$"):
        hp.replace(steps=0)
    with pytest.raises(SettingError, match=r"^stepz: expected one of dataset, .* unknown field$"):
        hp.replace(stepz=5)


def test_differences_names_the_fields_that_differ():
    hp = Hyperparameters()
    assert hp.differences(hp) == []
    assert hp.replace(seed=3, encoder=(9,)).differences(hp) == ["encoder", "seed"]


@given(hyperparameters())
def test_settings_survive_json(hp):
    assert Hyperparameters.from_json(hp.to_json()) == hp


@given(hyperparameters(), hyperparameters())
def test_settings_survive_a_link(hp, base):
    assert Hyperparameters.from_query(hp.to_query()) == hp
    query = hp.to_query(base)
    assert list(query) == hp.differences(base)
    assert all(isinstance(value, str) for value in query.values())
    assert Hyperparameters.from_query(query, base) == hp


@given(hyperparameters())
def test_every_field_survives_as_text(hp):
    for name in FIELDS:
        assert parse(name, as_text(getattr(hp, name))) == getattr(hp, name)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "settings"),
        ("{", "settings"),
        ("[]", "settings"),
        ("3", "settings"),
        ('{"nope": 1}', "nope"),
        ('{"self": 1}', "self"),
        ('{"steps": 0}', "steps"),
        ('{"steps": null}', "steps"),
        ('{"learning_rate": NaN}', "learning_rate"),
        ('{"learning_rate": 1e999}', "learning_rate"),
        ('{"dataset": ["mnist"]}', "dataset"),
        ('{"encoder": {"784": 1}}', "encoder"),
    ],
)
def test_bad_json_is_refused_with_the_field_named(text, field):
    with pytest.raises(SettingError) as caught:
        Hyperparameters.from_json(text)
    assert caught.value.field == field


def test_a_link_may_carry_names_that_are_no_field():
    assert Hyperparameters.from_query({"run": "abc", "steps": "50"}) == Hyperparameters(steps=50)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("steps", " 2,000 ", 2000),
        ("steps", "2_000", 2000),
        ("learning_rate", "1e-3", 0.001),
        ("encoder", "784, 256", (784, 256)),
        ("encoder", "784-256", (784, 256)),
        ("encoder", "", ()),
        ("decoder", "mirror", None),
        ("decoder", "", ()),
        ("optimizer", " adam ", "adam"),
    ],
)
def test_text_is_read_as_people_type_it(name, text, value):
    assert parse(name, text) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("steps", "many"),
        ("steps", "1.5"),
        ("steps", ""),
        pytest.param("steps", str(HUGE), id="steps-huge"),
        ("learning_rate", "fast"),
        ("learning_rate", "nan"),
        ("encoder", "wide"),
        ("encoder", "mirror"),
        ("encoder", "-5"),
        ("encoder", "784, 0"),
        ("optimizer", "lion"),
    ],
)
def test_a_bad_value_in_a_link_names_its_field(name, text):
    with pytest.raises(SettingError) as caught:
        Hyperparameters.from_query({name: text})
    assert caught.value.field == name
    assert str(caught.value).startswith(f"{name}: expected ")


def test_text_for_an_unknown_field_is_refused():
    with pytest.raises(SettingError, match=r"^stepz: expected one of "):
        parse("stepz", "5")


@pytest.mark.parametrize("error", [SettingError("steps", "expected 1, got 2"), UnknownRun("abc")])
def test_an_error_comes_whole_from_another_process(error):
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)


def test_a_setting_error_is_a_value_error():
    error = SettingError("steps", "expected 1, got 2")
    assert isinstance(error, ValueError)
    assert (error.field, error.problem) == ("steps", "expected 1, got 2")
