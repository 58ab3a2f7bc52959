from itertools import pairwise

import pytest
from hypothesis import given

from ae.config import Hyperparameters
from ae.networks import Layer, activation_count, network_layers, parameter_count
from tests.strategies import hyperparameters, records

IMAGE = (28, 28, 1)


def shapes(hp):
    return [x.after for x in network_layers(hp)]


def test_a_dense_layer_counts_weights_and_biases():
    layer = Layer("code", "encoder", "dense", (784,), (10,), "relu")
    assert layer.parameters == 784 * 10 + 10
    assert layer.products == 784 * 10


def test_a_convolution_counts_its_kernels_and_does_them_once_a_pixel_out():
    layer = Layer("encoder_1", "encoder", "conv", (28, 28, 3), (14, 14, 8), "relu", True)
    assert layer.parameters == (3 * 3 * 3 + 1) * 8
    assert layer.products == 14 * 14 * 3 * 3 * 3 * 8


def test_a_transposed_convolution_does_its_kernels_once_a_pixel_in():
    layer = Layer("output", "decoder", "transpose", (14, 14, 8), IMAGE, "sigmoid")
    assert layer.parameters == (3 * 3 * 8 + 1) * 1
    assert layer.products == 14 * 14 * 3 * 3 * 8


def test_normalisation_adds_a_scale_and_a_shift_a_unit_or_a_channel():
    dense = Layer("encoder_1", "encoder", "dense", (784,), (10,), "relu", True, True)
    assert dense.parameters == 784 * 10 + 10 + 2 * 10
    conv = Layer("encoder_1", "encoder", "conv", IMAGE, (14, 14, 8), "relu", True, True)
    assert conv.parameters == (3 * 3 + 1) * 8 + 2 * 8


def test_a_variational_code_has_the_weights_of_two():
    layer = Layer("code", "encoder", "dense", (100,), (5,), "linear", is_variational=True)
    assert layer.units == 5
    assert layer.parameters == 2 * (100 * 5 + 5)
    assert layer.products == 2 * 100 * 5


def test_layers_go_from_the_image_through_the_code_to_the_image():
    hp = Hyperparameters(encoder=(300, 100), latent_dim=5, decoder=(50,), activation="tanh")
    assert network_layers(hp) == [
        Layer("encoder_1", "encoder", "dense", IMAGE, (300,), "tanh", True),
        Layer("encoder_2", "encoder", "dense", (300,), (100,), "tanh", True),
        Layer("code", "encoder", "dense", (100,), (5,), "linear"),
        Layer("decoder_1", "decoder", "dense", (5,), (50,), "tanh", True),
        Layer("output", "decoder", "dense", (50,), IMAGE, "sigmoid"),
    ]


def test_convolutions_halve_the_image_to_the_code_and_double_it_back():
    hp = Hyperparameters(architecture="conv", encoder=(4, 8), latent_dim=5)
    assert network_layers(hp) == [
        Layer("encoder_1", "encoder", "conv", IMAGE, (14, 14, 4), "relu", True),
        Layer("encoder_2", "encoder", "conv", (14, 14, 4), (7, 7, 8), "relu", True),
        Layer("code", "encoder", "dense", (7, 7, 8), (5,), "linear"),
        Layer("decoder_1", "decoder", "dense", (5,), (7, 7, 8), "relu", True),
        Layer("decoder_2", "decoder", "transpose", (7, 7, 8), (14, 14, 4), "relu", True),
        Layer("output", "decoder", "transpose", (14, 14, 4), IMAGE, "sigmoid"),
    ]


@pytest.mark.parametrize("decoder", [(8,), (8, 8), (8, 8, 8), (8, 8, 8, 8)])
def test_a_convolutional_decoder_ends_at_28_pixels_however_many_layers_it_has(decoder):
    hp = Hyperparameters(architecture="conv", encoder=(4,), latent_dim=5, decoder=decoder)
    sides = [after[0] for after in shapes(hp)[2:]]
    assert sides == [2, 4, 7, 14, 28][-len(decoder) - 1 :]


def test_only_hidden_layers_are_normalised():
    layers = network_layers(Hyperparameters(encoder=(30, 10), normalization="layer"))
    assert [x.is_normalized for x in layers] == [True, True, False, True, True, False]
    assert [x.is_hidden for x in layers] == [x.is_normalized for x in layers]


def test_only_the_code_is_variational():
    layers = network_layers(Hyperparameters(encoder=(30,), code="variational", loss="bce"))
    assert [x.name for x in layers if x.is_variational] == ["code"]


def test_an_unset_decoder_mirrors_the_encoder():
    units = [x.units for x in network_layers(Hyperparameters(encoder=(300, 100), latent_dim=5))]
    assert units == [300, 100, 5, 100, 300, 784]


def test_no_hidden_layer_leaves_the_code_and_the_output():
    hp = Hyperparameters(encoder=(), latent_dim=2)
    assert [(x.name, x.inputs, x.units) for x in network_layers(hp)] == [
        ("code", 784, 2),
        ("output", 2, 784),
    ]
    assert parameter_count(network_layers(hp)) == 784 * 2 + 2 + 2 * 784 + 784
    assert activation_count(network_layers(hp)) == 2 + 784


def test_each_part_has_its_activation():
    hp = Hyperparameters(
        encoder=(9,), activation="elu", code_activation="tanh", output_activation="linear"
    )
    assert [x.activation for x in network_layers(hp)] == ["elu", "tanh", "elu", "linear"]


@given(hyperparameters() | records())
def test_layers_chain_from_image_to_code_to_image(hp):
    layers = network_layers(hp)
    assert all(left.after == right.before for left, right in pairwise(layers))
    assert layers[0].before == layers[-1].after == IMAGE
    (code,) = (x for x in layers if x.name == "code")
    assert code.after == (hp.latent_dim,)
    assert [x.part for x in layers] == sorted((x.part for x in layers), key="encoder decoder".find)
    assert [x for x in layers if x.part == "encoder"][-1] is code
    assert len({x.name for x in layers}) == len(layers)
    assert len(layers) == len(hp.encoder) + len(hp.decoder_widths) + 2
    assert all(x.parameters > 0 and x.products > 0 for x in layers)
