import dataclasses
import json
import pickle
from typing import get_type_hints

import pytest
from hypothesis import given

from ae.config import FIELDS, GROUPS, Hyperparameters, as_text, parse
from ae.errors import SettingError, UnknownRun
from tests.strategies import HUGE, record_or_error, records, refusal, settings

CHOICES = [name for name, field in FIELDS.items() if field.choices is not None]
WIDTHS = ["encoder", "decoder"]
NUMBERS = [name for name in FIELDS if name not in CHOICES + WIDTHS]
WHOLE = [name for name in NUMBERS if isinstance(getattr(Hyperparameters(), name), int)]

OR_MIRROR = tuple[int, ...] | None

# With what a choice goes that the defaults do not go with.
WITH = {
    "binarised": {"loss": "bce"},
    "conv": {"encoder": (8, 16)},
    "variational": {"loss": "bce"},
    "kl": {"code_activation": "sigmoid"},
}


def called(value):
    return "huge" if value in (HUGE, (HUGE,)) else repr(value)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_accepted_at_its_bounds_and_refused_beyond_them(name):
    low, high = FIELDS[name].low, FIELDS[name].high
    for value in (low, high):
        assert getattr(Hyperparameters(**{name: value}), name) == value
    for value in (low - 1, high + 1):
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
        hp = Hyperparameters(**{name: choice}, **WITH.get(choice, {}))
        assert getattr(hp, name) == choice
    error = refusal(**{name: "nonsense"})
    assert error.field == name
    assert str(error) == f"{name}: expected {FIELDS[name].accepts}, got 'nonsense'"


def test_a_message_names_the_field_what_it_accepts_why_and_what_it_got():
    assert str(refusal(latent_dim=0)) == (
        "latent_dim: expected 1 to 1,024 (a little beyond an image's 784 pixels, to try a code "
        "that is no bottleneck), got 0"
    )
    assert str(refusal(optimizer="lion")) == (
        "optimizer: expected rmsprop or adam or adamw or sgd, got 'lion'"
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
    value = getattr(Hyperparameters(**{name: 7.0}), name)
    assert (value, type(value)) == (7, int)


def test_a_bad_list_of_layers_is_told_what_a_list_is():
    assert str(refusal(encoder=(0,))) == (
        "encoder: expected widths of 1 to 4,096 (a wider layer would not fit a laptop's memory), "
        "got 0"
    )
    with pytest.raises(SettingError, match=r"^decoder: .* memory\), or mirror, got 'wide'$"):
        parse("decoder", "wide")


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


def test_work_counts_the_products_of_every_step():
    hp = Hyperparameters(encoder=(), latent_dim=10, batch_size=7, steps=3)
    # Forward and weight gradients for both layers; no gradient is needed of the image itself.
    assert hp.work == (2 * 784 * 10 + 3 * 10 * 784) * 7 * 3


def test_bounds_are_written_out():
    assert FIELDS["seed"].accepts == "0 to 2,147,483,647 (a 31-bit number)"
    assert FIELDS["sparsity_target"].accepts.startswith("0.001 to 0.5 ")
    assert FIELDS["learning_rate"].accepts.startswith("0.0000001 to 10 ")


def test_settings_are_frozen_and_equal_by_value():
    hp = Hyperparameters(encoder=[32, 16])
    assert hp == Hyperparameters(encoder=(32, 16))
    assert hash(hp) == hash(Hyperparameters(encoder=(32, 16)))
    with pytest.raises(dataclasses.FrozenInstanceError):
        hp.steps = 5


def test_replace_validates_again_and_knows_its_fields():
    hp = Hyperparameters()
    assert hp.replace(steps=5).steps == 5
    with pytest.raises(SettingError, match=r"^steps: expected 1 to 500,000 .*, got 0$"):
        hp.replace(steps=0)
    with pytest.raises(SettingError, match=r"^stepz: expected one of dataset, .* unknown field$"):
        hp.replace(stepz=5)


def test_differences_names_the_fields_that_differ():
    hp = Hyperparameters()
    assert hp.differences(hp) == []
    assert hp.replace(seed=3, encoder=(9,)).differences(hp) == ["encoder", "seed"]


@given(records(), records())
def test_a_link_holds_what_differs_from_a_base_and_nothing_else(hp, base):
    query = hp.to_query(base)
    assert list(query) == hp.differences(base)
    assert all(isinstance(value, str) for value in query.values())
    assert Hyperparameters.from_query(query, base) == hp


@given(records())
def test_every_field_survives_as_text(hp):
    for name in FIELDS:
        assert parse(name, as_text(getattr(hp, name))) == getattr(hp, name)


@given(settings())
def test_settings_are_refused_with_a_field_named_or_survive_json_and_a_link(values):
    hp, error = record_or_error(values)
    if hp:
        assert Hyperparameters.from_json(hp.to_json()) == hp
        assert Hyperparameters.from_query(hp.to_query()) == hp
    else:
        assert error.field in FIELDS
        assert error.problem.startswith("expected ")
        assert ", got " in error.problem


def test_json_of_before_a_field_existed_is_read_with_that_field_s_default():
    written = {"dataset": "mnist", "encoder": [784, 256], "latent_dim": 32, "decoder": None}
    hp = Hyperparameters.from_json(json.dumps(written))
    assert hp == Hyperparameters(encoder=(784, 256), latent_dim=32)
    full = json.loads(Hyperparameters(steps=7).to_json())
    for name in set(full) - {"steps"}:
        without = {n: value for n, value in full.items() if n != name}
        assert Hyperparameters.from_json(json.dumps(without)) == Hyperparameters(steps=7)


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
    ("text", "value"),
    [
        ("0,001", 0.001), (",5", 0.5), ("1,5", 1.5), ("0,0001", 0.0001), ("1,5e-3", 0.0015),
        ("10,00", 10), ("0,100", 0.1), ("0.001", 0.001), ("1.000", 1.0), (".5", 0.5),
    ],
)  # fmt: skip
def test_a_decimal_comma_is_as_good_as_a_point(text, value):
    assert parse("clip_norm", text) == value


@pytest.mark.parametrize("text", ["1,000", "1,234", "12,345", "999,999"])
def test_a_comma_that_could_set_thousands_or_decimals_apart_is_refused_with_both_meanings(text):
    decimal, thousands = text.replace(",", "."), text.replace(",", "")
    with pytest.raises(SettingError) as caught:
        parse("learning_rate", text)
    assert str(caught.value) == (
        f"learning_rate: expected {decimal} or {thousands}, got {text!r}, which could be either"
    )
    assert caught.value.sentence == (
        f"Learning rate must be written as {decimal} or {thousands}, because {text} could be "
        "either."
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,000", 1000), ("10,000", 10_000), ("1 000", 1000), ("1'000", 1000), ("100,000", 100_000),
     ("+5", 5), ("1,234,567", 1_234_567)],
)  # fmt: skip
def test_thousands_of_a_whole_number_may_be_set_apart(text, value):
    assert parse("seed", text) == value


@pytest.mark.parametrize("text", ["1,5", "0,001", "10,00", "1,0000", "1 0", "1.5", "5."])
def test_what_is_no_whole_number_is_not_read_as_one(text):
    with pytest.raises(SettingError, match=r"^steps: expected 1 to 500,000 "):
        parse("steps", text)


def test_a_point_that_could_set_thousands_apart_is_refused_with_both_meanings():
    with pytest.raises(SettingError, match=r"^steps: expected 1000 or 1, got '1.000', which"):
        parse("steps", "1.000")


@pytest.mark.parametrize("text", ["1,024", "784, 2,048", "2,048-128"])
def test_a_comma_in_a_list_that_could_set_thousands_apart_is_refused_with_both_meanings(text):
    with pytest.raises(SettingError, match=r"^encoder: expected (1024 or 1, 24|2048 or 2, 48), "):
        parse("encoder", text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("2, 048", (2, 48)), ("784,256", (784, 256)), ("784,2,128", (784, 2, 128)), ("8,16", (8, 16)),
     ("5,000", (5, 0)), ("1,24", (1, 24))],
)  # fmt: skip
def test_a_list_is_read_where_its_commas_can_only_set_layers_apart(text, value):
    assert parse("encoder", text) == value


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


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (1000.0, "1000"), (0.4, "0.4"), (1e-5, "0.00001"), (1e-7, "0.0000001"), (7, "7")],
)
def test_numbers_are_written_as_people_type_them(value, text):
    assert as_text(value) == text


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_says_what_it_is_in_one_or_two_sentences_and_what_is_typical(name):
    about, _, typical = FIELDS[name].help.partition(" Typical: ")
    assert about.endswith(".")
    assert about.count(". ") <= 1
    if name != "dataset":
        assert typical.endswith(".")
        assert ". " not in typical


def test_every_field_has_a_group_a_label_of_its_own_and_bounds_with_a_reason():
    assert set(FIELDS) == {f.name for f in dataclasses.fields(Hyperparameters)}
    assert len({info.label for info in FIELDS.values()}) == len(FIELDS)
    for info in FIELDS.values():
        assert info.group in GROUPS
        assert info.choices or (info.low is not None and info.high is not None and info.why)


def test_the_list_has_each_field_in_the_record_s_order_with_the_type_that_it_is_read_as():
    assert list(FIELDS) == [f.name for f in dataclasses.fields(Hyperparameters)]
    kinds = {int: int, float: float, str: str, tuple[int, ...]: tuple, OR_MIRROR: tuple}
    assert {name: info.kind for name, info in FIELDS.items()} == {
        name: kinds[get_type_hints(Hyperparameters)[name]] for name in FIELDS
    }


def test_a_sweep_goes_through_choices_and_widths_as_they_are_listed_and_through_numbers_by_steps():
    for name, info in FIELDS.items():
        assert (info.scale == "listed") == (name not in NUMBERS)
        if info.scale == "log2":
            assert info.kind is int
            assert info.low == 1
    assert {name for name in NUMBERS if FIELDS[name].scale == "log2"} == {
        "latent_dim",
        "batch_size",
    }


def test_a_beginner_meets_five_fields_first():
    basic = [name for name, info in FIELDS.items() if info.is_basic]
    assert basic == ["encoder", "latent_dim", "loss", "learning_rate", "steps"]


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
