"""Which runs share a compiled program."""

import dataclasses

import pytest
from hypothesis import given

from ae.config import FIELDS, Hyperparameters
from ae.config.compiled import RUNTIME_SCALARS, graph_key
from ae.networks import network_layers
from tests.strategies import hyperparameters, records

# A setting that needs others, with those; all else goes with the defaults.
WITH = {
    "binarised": {"loss": "bce"},
    "conv": {"encoder": (8, 16)},
    "variational": {"loss": "bce"},
    "kl": {"code_activation": "sigmoid"},
}
NOT_IN_THE_GRAPH = {
    "kernel_initializer", "bias_initializer", "beta", "kl_warmup", "learning_rate", "schedule",
    "warmup", "steps", "early_stopping", "seed",
}  # fmt: skip


def values_of(name):
    """Three values that the field accepts, the default's or 0 first."""
    info = FIELDS[name]
    if info.choices:
        return list(info.choices)
    if info.kind is tuple:
        return [(8,), (9,), (8, 9)]
    step = (min(info.high, 8) - info.low) / 4
    return [info.low, *(info.kind(info.low + n * step) for n in (1, 2))]


def key(name, value):
    return graph_key(Hyperparameters(**{name: value}, **WITH.get(value, {})))


@pytest.mark.parametrize("name", sorted(NOT_IN_THE_GRAPH))
def test_runs_that_differ_in_what_is_given_at_each_step_share_a_program(name):
    assert len({key(name, value) for value in values_of(name)}) == 1


@pytest.mark.parametrize("name", RUNTIME_SCALARS)
def test_runs_share_a_program_if_both_use_a_scalar_or_neither_does(name):
    low, one, other = (key(name, value) for value in values_of(name))
    assert one == other
    assert (low == one) == (FIELDS[name].low > 0)


@pytest.mark.parametrize("name", sorted(set(FIELDS) - NOT_IN_THE_GRAPH - set(RUNTIME_SCALARS)))
def test_a_setting_that_the_graph_is_made_of_has_a_program_for_each_value(name):
    values = values_of(name)
    assert len({key(name, value) for value in values}) == len(values)


def test_the_scalars_of_a_step_keep_their_order():
    assert RUNTIME_SCALARS == (
        "noise_level", "dropout", "free_bits", "sparsity_weight", "sparsity_target", "contractive",
        "weight_decay", "clip_norm",
    )  # fmt: skip


@given(hyperparameters() | records())
def test_a_key_is_settings_of_the_same_network_and_its_own_key(hp):
    shared = graph_key(hp)
    assert graph_key(shared) == shared
    assert network_layers(shared) == network_layers(hp)
    assert shared.parts == hp.parts
    for name in RUNTIME_SCALARS:
        assert bool(getattr(shared, name)) == bool(getattr(hp, name))
    assert set(hp.differences(shared)) <= NOT_IN_THE_GRAPH | set(RUNTIME_SCALARS)
    assert dataclasses.asdict(shared).keys() == FIELDS.keys()
