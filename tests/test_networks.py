from ae.config import Hyperparameters
from ae.networks import Layer, layers, parameter_count


def test_a_layer_counts_weights_and_biases():
    assert Layer("code", "encoder", 784, 10, "relu").parameters == 784 * 10 + 10


def test_layers_go_from_the_image_through_the_code_to_the_image():
    hp = Hyperparameters(encoder=(300, 100), latent_dim=5, decoder=(50,), activation="tanh")
    assert layers(hp) == [
        Layer("encoder_1", "encoder", 784, 300, "tanh"),
        Layer("encoder_2", "encoder", 300, 100, "tanh"),
        Layer("code", "encoder", 100, 5, "linear"),
        Layer("decoder_1", "decoder", 5, 50, "tanh"),
        Layer("output", "decoder", 50, 784, "sigmoid"),
    ]


def test_an_unset_decoder_mirrors_the_encoder():
    units = [x.units for x in layers(Hyperparameters(encoder=(300, 100), latent_dim=5))]
    assert units == [300, 100, 5, 100, 300, 784]


def test_no_hidden_layer_leaves_the_code_and_the_output():
    hp = Hyperparameters(encoder=(), latent_dim=2)
    assert [(x.name, x.inputs, x.units) for x in layers(hp)] == [
        ("code", 784, 2),
        ("output", 2, 784),
    ]
    assert parameter_count(layers(hp)) == 784 * 2 + 2 + 2 * 784 + 784


def test_each_part_has_its_activation():
    hp = Hyperparameters(
        encoder=(9,), activation="elu", code_activation="tanh", output_activation="linear"
    )
    assert [x.activation for x in layers(hp)] == ["elu", "tanh", "elu", "linear"]
