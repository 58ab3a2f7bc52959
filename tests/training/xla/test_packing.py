"""The small variables of a network as one vector."""

import keras
import numpy as np
import pytest

import ae
from ae.models import build, initial_weights, set_weights
from ae.training.xla.packing import Packing

HP = ae.Hyperparameters(encoder=(16, 8), latent_dim=4, normalization="layer")


@pytest.fixture
def network():
    encoder, decoder = build(HP)
    fresh = initial_weights(encoder, decoder, 3)
    rng = np.random.default_rng(0)
    set_weights(encoder, decoder, {k: v + rng.random(v.shape) for k, v in fresh.items()})
    return encoder, decoder


def trainable(network):
    return [v for part in network for v in part.trainable_variables]


def test_the_optimiser_is_given_the_kernels_and_one_vector(network):
    packing = Packing(trainable(network))
    assert [v.name for v in packing.variables] == ["kernel"] * 6 + ["packed"]
    assert sum(np.prod(v.shape) for v in packing.variables) == sum(
        x.parameters for x in HP.layers()
    )


def test_values_go_into_the_vector_and_come_back(network):
    variables = trainable(network)
    before = [v.numpy().copy() for v in variables]
    packing = Packing(variables)
    packing.gather()
    for variable in variables:
        if variable.name != "kernel":
            variable.assign(np.zeros(variable.shape))
    packing.scatter()
    for variable, values in zip(variables, before, strict=True):
        np.testing.assert_array_equal(variable.numpy(), values)


def test_the_network_computes_with_what_stands_for_its_small_variables(network, data):
    encoder, _ = network
    images = data.test.images[:4]
    expected = encoder(images).numpy()
    packing = Packing(trainable(network))
    packing.gather()
    for variable in trainable(network):
        if variable.name != "kernel":
            variable.assign(np.zeros(variable.shape))
    assert not np.allclose(encoder(images).numpy(), expected)
    with packing.substituted(packing.parts()):
        np.testing.assert_array_equal(encoder(images).numpy(), expected)


@pytest.mark.parametrize(
    "optimizer",
    [keras.optimizers.Adam, keras.optimizers.RMSprop, lambda: keras.optimizers.SGD(momentum=0.9),
     keras.optimizers.SGD],
    ids=["adam", "rmsprop", "momentum", "plain"],
)  # fmt: skip
def test_slots_are_those_of_an_optimiser_of_every_variable_and_go_back(network, optimizer):
    """So a checkpoint that was written before variables were packed is still read."""
    variables = trainable(network)
    packing = Packing(variables)
    packed, plain = optimizer(), optimizer()
    packed.build(packing.variables)
    plain.build(variables)
    rng = np.random.default_rng(1)
    slots = [rng.random(v.shape).astype(np.float32) for v in packed.variables[2:]]
    found = packing.unpack_slots(slots)
    assert [x.shape for x in found] == [tuple(v.shape) for v in plain.variables[2:]]
    for values, back in zip(slots, packing.pack_slots(found), strict=True):
        np.testing.assert_array_equal(back, values)


def test_a_packed_step_is_that_of_an_optimiser_of_every_variable(network):
    variables = trainable(network)
    packing = Packing(variables)
    rng = np.random.default_rng(2)
    gradients = {v.path: rng.random(v.shape).astype(np.float32) for v in variables}
    before = [v.numpy().copy() for v in variables]
    small = [v for v in variables if v.name != "kernel"]

    plain = keras.optimizers.Adam()
    plain.apply([gradients[v.path] for v in variables], variables)
    expected = [v.numpy().copy() for v in variables]
    slots = [v.numpy() for v in plain.variables[2:]]

    for variable, values in zip(variables, before, strict=True):
        variable.assign(values)
    packing.gather()
    packed = keras.optimizers.Adam()
    packed.build(packing.variables)
    packed.apply(
        packing.packed([gradients[v.path] for v in [*packing.kernels, *small]]), packing.variables
    )
    packing.scatter()
    for variable, values in zip(variables, expected, strict=True):
        np.testing.assert_allclose(variable.numpy(), values, rtol=1e-6)
    own = packing.unpack_slots([v.numpy() for v in packed.variables[2:]])
    for mine, theirs in zip(own, slots, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-6)
