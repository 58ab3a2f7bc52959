"""Combinations of settings: which are refused and why, and what each makes of the others."""

import pytest

from ae.config import (
    ACTIVATIONS,
    FIELDS,
    MAX_ACTIVATIONS,
    MAX_PARAMETERS,
    MAX_WORK,
    Hyperparameters,
    rules,
)
from ae.errors import SettingError
from ae.networks import activation_count, parameter_count
from ae.presets import preset
from tests.strategies import refusal

VARIATIONAL = {"code": "variational", "loss": "bce"}
CONV = {"architecture": "conv", "encoder": (8, 16)}


@pytest.mark.parametrize("output", sorted(set(ACTIVATIONS) - {"sigmoid"}))
def test_cross_entropy_needs_a_sigmoid_output(output):
    assert Hyperparameters(loss="bce", output_activation="sigmoid").loss == "bce"
    assert Hyperparameters(loss="mse", output_activation=output).loss == "mse"
    assert str(refusal(loss="bce", output_activation=output)) == (
        "output_activation: expected sigmoid, because binary cross-entropy needs outputs between "
        f"0 and 1, got {output}"
    )


def test_binarised_pixels_need_cross_entropy():
    assert Hyperparameters(pixels="binarised", loss="bce").pixels == "binarised"
    assert str(refusal(pixels="binarised", loss="mse")) == (
        "loss: expected bce with binarised pixels, whose likelihood is a Bernoulli's, got mse"
    )


def test_a_variational_code_needs_cross_entropy():
    assert Hyperparameters(**VARIATIONAL).is_variational
    assert str(refusal(code="variational", loss="mse")) == (
        "loss: expected bce with a variational code: its reconstruction is counted in nats, as KL "
        "is, and a squared error is not, got mse"
    )


@pytest.mark.parametrize("activation", sorted(set(ACTIVATIONS) - {"linear"}))
def test_a_variational_code_needs_to_be_linear(activation):
    assert str(refusal(**VARIATIONAL, code_activation=activation)) == (
        "code_activation: expected linear with a variational code, whose means and log-variances "
        f"take any value, got {activation}"
    )


def test_a_variational_code_is_not_made_sparse():
    assert str(refusal(**VARIATIONAL, sparsity="l1")) == (
        "sparsity: expected none with a variational code, whose KL already shapes it and whose "
        "numbers are never zero, got l1"
    )


def test_a_variational_code_is_not_contracted():
    assert str(refusal(**VARIATIONAL, contractive=0.25)) == (
        "contractive: expected 0 with a variational code, whose noise already smooths it, got 0.25"
    )


@pytest.mark.parametrize("activation", sorted(set(ACTIVATIONS) - {"sigmoid"}))
def test_kl_sparsity_needs_a_sigmoid_code(activation):
    assert Hyperparameters(sparsity="kl", code_activation="sigmoid").sparsity == "kl"
    assert Hyperparameters(sparsity="l1", code_activation=activation).sparsity == "l1"
    assert str(refusal(sparsity="kl", code_activation=activation)) == (
        "code_activation: expected sigmoid with KL sparsity, which compares a mean activity "
        f"between 0 and 1 with its target, got {activation}"
    )


@pytest.mark.parametrize("name", ["encoder", "decoder"])
@pytest.mark.parametrize("count", [0, 5])
def test_an_image_can_be_halved_once_to_four_times(name, count):
    for legal in range(1, 5):
        hp = Hyperparameters(**(CONV | {name: (8,) * legal}))
        assert len(getattr(hp, name)) == legal
    assert str(refusal(**(CONV | {name: (8,) * count}))) == (
        f"{name}: expected 1 to 4 convolutional layers (each halves the image's side, which is "
        f"28), got {count}"
    )


def test_a_mirrored_decoder_is_refused_as_the_encoder_that_it_mirrors():
    assert refusal(architecture="conv", encoder=(8,) * 5).field == "encoder"


def test_dropout_needs_a_hidden_layer():
    assert Hyperparameters(encoder=(), decoder=(8,), dropout=0.5).dropout == 0.5
    assert str(refusal(encoder=(), dropout=0.5)) == (
        "dropout: expected 0 without a hidden layer to drop from, got 0.5"
    )


def test_layer_normalisation_needs_a_hidden_layer():
    assert Hyperparameters(encoder=(8,), decoder=(), normalization="layer").encoder == (8,)
    assert str(refusal(encoder=(), normalization="layer")) == (
        "normalization: expected none without a hidden layer to normalise, got layer"
    )


def test_a_network_of_too_many_parameters_is_refused():
    most = Hyperparameters(encoder=(4096,), latent_dim=128)
    assert parameter_count(most.layers()) == 7_480_208 < MAX_PARAMETERS
    assert str(refusal(encoder=(4096,), latent_dim=1024)) == (
        "encoder: expected at most 10,000,000 parameters in the whole network (so that it fits a "
        "laptop's memory), got 14,821,136"
    )


def test_a_batch_whose_layer_outputs_are_too_many_is_refused_with_the_largest_accepted():
    hp = Hyperparameters(architecture="conv", encoder=(64, 128), steps=1)
    most = MAX_ACTIVATIONS // activation_count(hp.layers())
    assert hp.replace(batch_size=most).batch_size == most
    assert str(refusal(architecture="conv", encoder=(64, 128), steps=1, batch_size=most + 1)) == (
        f"batch_size: expected at most {most:,} with this network (so that its layers' outputs fit "
        f"a laptop's memory), got {most + 1:,}"
    )


def test_a_run_of_too_much_work_is_refused_with_the_most_steps_that_are_accepted():
    hp = Hyperparameters(batch_size=4096)
    most = int(MAX_WORK / (hp.work / hp.steps))
    assert hp.replace(steps=most).work <= MAX_WORK
    assert str(refusal(batch_size=4096, steps=most + 1)) == (
        f"steps: expected at most {most:,} with this network and batch size (about three hours on "
        f"two cores), got {most + 1:,}"
    )


def test_a_network_and_a_run_may_be_as_large_as_the_bounds_say(monkeypatch):
    hp = Hyperparameters(encoder=(), latent_dim=10, batch_size=7, steps=3)
    layers = hp.layers()
    bounds = {
        "MAX_PARAMETERS": parameter_count(layers),
        "MAX_ACTIVATIONS": activation_count(layers) * 7,
        "MAX_WORK": hp.work,
    }
    for name, most in bounds.items():
        monkeypatch.setattr(rules, name, most)
    rules.check_size(hp)
    for name, most in bounds.items():
        monkeypatch.setattr(rules, name, most - 1)
        with pytest.raises(SettingError):
            rules.check_size(hp)
        monkeypatch.setattr(rules, name, most)


def test_contraction_is_counted_as_work_of_the_encoder():
    plain = Hyperparameters(encoder=(20,), latent_dim=10, decoder=(30,), batch_size=7, steps=3)
    more = plain.replace(contractive=0.1).work - plain.work
    assert more == 4 * (784 * 20 + 20 * 10) * 7 * 3


# What a field needs, and one value of the other field with which it does something.
NEEDS = {
    "noise_level": {"noise": "gaussian"},
    "beta": VARIATIONAL,
    "kl_warmup": VARIATIONAL,
    "free_bits": VARIATIONAL,
    "sparsity_weight": {"sparsity": "l1"},
    "sparsity_target": {"sparsity": "kl", "code_activation": "sigmoid"},
    "momentum": {"optimizer": "sgd"},
}


@pytest.mark.parametrize("name", list(NEEDS))
def test_a_field_does_something_only_with_the_field_that_it_belongs_to(name):
    assert Hyperparameters().does_nothing(name)
    assert not Hyperparameters(**NEEDS[name]).does_nothing(name)


def test_a_target_activity_does_nothing_with_l1():
    assert Hyperparameters(sparsity="l1").does_nothing("sparsity_target")


def test_contraction_does_nothing_with_a_variational_code():
    assert not Hyperparameters().does_nothing("contractive")
    assert Hyperparameters(**VARIATIONAL).does_nothing("contractive")


def test_all_other_fields_always_do_something():
    for hp in (Hyperparameters(), Hyperparameters(**VARIATIONAL), Hyperparameters(**CONV)):
        idle = {name for name in FIELDS if hp.does_nothing(name)}
        assert idle <= {*NEEDS, "contractive"}


def test_what_a_field_needs_is_another_field_s_choice():
    for info in FIELDS.values():
        if info.needs:
            other, values = info.needs
            assert set(values) < set(FIELDS[other].choices)


@pytest.mark.parametrize(
    ("values", "parts"),
    [
        ({}, ()),
        (VARIATIONAL, ("reconstruction", "kl")),
        ({"sparsity": "l1"}, ("reconstruction", "regularisation")),
        ({"contractive": 0.1}, ("reconstruction", "regularisation")),
        ({"weight_decay": 0.1, "optimizer": "adam"}, ("reconstruction", "regularisation")),
        ({"weight_decay": 0.1, "optimizer": "adamw"}, ()),
        (VARIATIONAL | {"weight_decay": 0.1}, ("reconstruction", "kl", "regularisation")),
    ],
    ids=str,
)
def test_a_loss_has_parts_where_it_is_a_sum(values, parts):
    assert Hyperparameters(**values).parts == parts


def test_a_loss_says_what_it_counts():
    assert Hyperparameters().loss_unit == "mean squared error per pixel"
    assert Hyperparameters(loss="bce").loss_unit == "cross-entropy per pixel (nats)"
    assert preset("vae2").loss_unit == "nats per image"
