import pytest

from ae.config import Hyperparameters
from ae.errors import SettingError
from ae.networks import parameter_count
from ae.presets import PRESETS, preset


def test_the_article_is_the_network_of_the_text_to_the_letter():
    layers = preset("article").layers()
    assert [(x.part, x.inputs, x.units) for x in layers] == [
        ("encoder", 784, 784),
        ("encoder", 784, 256),
        ("encoder", 256, 128),
        ("decoder", 128, 128),
        ("decoder", 128, 256),
        ("decoder", 256, 784),
    ]
    assert {x.activation for x in layers} == {"relu"}
    assert parameter_count(layers) == 1_100_320


def test_the_article_is_trained_as_in_the_text():
    hp = preset("article")
    assert (hp.kernel_initializer, hp.bias_initializer) == ("glorot_uniform", "glorot_uniform")
    assert (hp.dataset, hp.loss, hp.optimizer) == ("mnist", "mse", "rmsprop")
    assert (hp.learning_rate, hp.batch_size, hp.steps) == (0.001, 256, 1000)


def test_repaired_differs_from_the_article_in_four_settings_only():
    repaired, article = preset("repaired"), preset("article")
    assert {n: getattr(repaired, n) for n in repaired.differences(article)} == {
        "output_activation": "sigmoid",
        "bias_initializer": "zeros",
        "loss": "bce",
        "optimizer": "adam",
    }


def test_deep30_is_the_network_of_2006():
    widths = [x.units for x in preset("deep30").layers()]
    assert widths == [1000, 500, 250, 30, 250, 500, 1000, 784]


def test_linear_is_one_linear_layer_in_and_one_out():
    layers = preset("linear").layers()
    assert [(x.units, x.activation) for x in layers] == [(16, "linear"), (784, "linear")]
    assert preset("linear").loss == "mse"


@pytest.mark.parametrize("name", list(PRESETS))
def test_a_preset_is_valid_and_says_what_it_shows(name):
    described = PRESETS[name]
    assert preset(name) is described.hp
    assert Hyperparameters.from_json(described.hp.to_json()) == described.hp
    assert described.title
    assert described.about.count(". ") == 1
    assert described.about.endswith(".")
    assert len(described.short) <= 16


@pytest.mark.parametrize("name", list(PRESETS))
def test_a_preset_raises_a_question_and_names_another_experiment_for_it(name):
    described = PRESETS[name]
    assert described.question.endswith("?")
    assert described.next.hp != described.hp


def test_presets_have_different_short_names():
    assert len({described.short for described in PRESETS.values()}) == len(PRESETS)


def test_an_unknown_preset_is_refused_with_those_that_exist():
    with pytest.raises(SettingError, match=r"^preset: expected article or .*, got 'nope'$"):
        preset("nope")
