import io
import pickle

import numpy as np
import pytest

from ae.config import Hyperparameters
from ae.errors import ModelFileError, SettingError
from ae.models import (
    Autoencoder,
    build,
    from_bytes,
    get_weights,
    initial_weights,
    set_weights,
    to_bytes,
)
from ae.networks import parameter_count
from ae.presets import preset

HP = Hyperparameters(encoder=(16,), latent_dim=4)


def fresh(hp=HP, seed=0):
    """A network that was never trained."""
    return Autoencoder(hp, initial_weights(*build(hp), seed))


@pytest.fixture(scope="module")
def model():
    return fresh()


@pytest.fixture(scope="module")
def images(data):
    return data.test.images[:50]


@pytest.mark.parametrize(
    "hp",
    [
        HP,
        Hyperparameters(encoder=(), latent_dim=2),
        Hyperparameters(encoder=(8,), latent_dim=3, decoder=(5, 6, 7)),
        preset("article"),
    ],
    ids=["small", "no hidden layer", "own decoder", "article"],
)
def test_encoder_and_decoder_have_the_shapes_that_the_settings_say(hp):
    encoder, decoder = build(hp)
    assert encoder.input_shape == (None, 28, 28, 1)
    assert encoder.output_shape == decoder.input_shape == (None, hp.latent_dim)
    assert decoder.output_shape == (None, 28, 28, 1)
    assert encoder.count_params() + decoder.count_params() == parameter_count(hp.layers())
    dense = [x for x in [*encoder.layers, *decoder.layers] if hasattr(x, "units")]
    assert [(x.name, x.units, x.activation.__name__) for x in dense] == [
        (x.name, x.units, x.activation) for x in hp.layers()
    ]


def test_fresh_weights_depend_on_the_seed_and_on_nothing_else():
    first = initial_weights(*build(HP), seed=1)
    build(
        Hyperparameters(encoder=(9, 9), latent_dim=2)
    )  # what else the process builds is no matter
    again, other = initial_weights(*build(HP), seed=1), initial_weights(*build(HP), seed=2)
    for name, values in first.items():
        np.testing.assert_array_equal(values, again[name])
        if name.endswith("kernel"):
            assert not np.array_equal(values, other[name])


def test_the_article_starts_from_glorot_uniform_kernels_and_biases():
    weights = initial_weights(*build(preset("article")), seed=0)
    kernel, bias = weights["code/kernel"], weights["code/bias"]
    for values, limit in ((kernel, np.sqrt(6 / (256 + 128))), (bias, np.sqrt(6 / (128 + 128)))):
        assert np.abs(values).max() <= limit
        np.testing.assert_allclose(values.std(), limit / np.sqrt(3), rtol=0.2)


def test_zero_biases_start_at_zero():
    weights = initial_weights(*build(HP), seed=0)
    assert [np.abs(v).max() for k, v in weights.items() if k.endswith("bias")] == [0] * 4


def test_an_autoencoder_maps_images_to_codes_and_codes_to_images(model, images):
    codes = model.encode(images)
    assert (codes.dtype, codes.shape) == (np.float32, (50, 4))
    found = model.decode(codes)
    assert (found.dtype, found.shape) == (np.float32, (50, 28, 28, 1))
    np.testing.assert_array_equal(model.reconstruct(images), found)


def test_the_network_computes_what_its_layers_say(model, images):
    weights = model.weights
    values = images.reshape(-1, 784)
    for layer in HP.layers():
        values = values @ weights[f"{layer.name}/kernel"] + weights[f"{layer.name}/bias"]
        if layer.activation == "relu":
            values = np.maximum(values, 0)
        elif layer.activation == "sigmoid":
            values = 1 / (1 + np.exp(-values))
    np.testing.assert_allclose(model.reconstruct(images).reshape(-1, 784), values, atol=1e-5)


def test_many_images_give_what_few_at_a_time_give(model, data):
    images = data.test.images[:2345]
    parts = [model.encode(images[i : i + 500]) for i in range(0, 2345, 500)]
    np.testing.assert_allclose(model.encode(images), np.concatenate(parts), atol=1e-5)


def test_no_images_give_no_codes(model, images):
    assert model.encode(images[:0]).shape == (0, 4)
    assert model.reconstruct(images[:0]).shape == (0, 28, 28, 1)


def test_a_saved_model_loads_to_the_same_reconstruction(model, images, tmp_path):
    model.save(tmp_path / "model.npz")
    again = Autoencoder.load(str(tmp_path / "model.npz"))
    assert again.hp == HP
    np.testing.assert_array_equal(again.reconstruct(images), model.reconstruct(images))


@pytest.mark.parametrize("shape", [(28, 28, 1), (2, 28, 28), (2, 784), (2, 27, 28, 1)])
def test_images_of_another_shape_are_refused(model, shape):
    with pytest.raises(SettingError) as caught:
        model.encode(np.zeros(shape))
    assert str(caught.value) == f"images: expected the shape (n, 28, 28, 1), got {shape}"


def test_codes_of_another_length_are_refused(model):
    with pytest.raises(SettingError) as caught:
        model.decode(np.zeros((2, 5)))
    assert str(caught.value) == "codes: expected the shape (n, 4), got (2, 5)"


class Evil:
    """Unpickling it would run a function: `from_bytes` must not."""

    def __reduce__(self):
        return pytest.fail, ("a pickle was run",)


def npy(values):
    target = io.BytesIO()
    np.save(target, values)
    return target.getvalue()


def npz(**arrays):
    target = io.BytesIO()
    np.savez(target, **arrays)
    return target.getvalue()


SAVED = to_bytes(HP, {"code/kernel": np.ones((16, 4), np.float32)})


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"hello", id="text"),
        pytest.param(pickle.dumps(Evil()), id="a pickle"),
        pytest.param(npz(settings=np.array([Evil()], object)), id="a pickle inside"),
        pytest.param(npz(kernel=np.ones(3)), id="no settings"),
        pytest.param(npz(settings=np.array("{}}")), id="settings that are no JSON"),
        pytest.param(npz(settings=np.array('{"steps": 0}')), id="bad settings"),
        pytest.param(npy(np.ones(3)), id="an array alone"),
        pytest.param(SAVED[: len(SAVED) // 2], id="cut short"),
        pytest.param(SAVED.replace(b"\x00\x00\x80?", b"\x00\x00\x81?", 1), id="a byte changed"),
    ],
)
def test_a_file_that_is_no_saved_model_is_refused(raw, tmp_path):
    (tmp_path / "model.npz").write_bytes(raw)
    with pytest.raises(ModelFileError, match="no model saved by AE Lab"):
        Autoencoder.load(tmp_path / "model.npz")


def test_what_is_saved_is_read_back():
    hp, arrays = from_bytes(SAVED)
    assert hp == HP
    assert list(arrays) == ["code/kernel"]
    np.testing.assert_array_equal(arrays["code/kernel"], np.ones((16, 4), np.float32))


def test_weights_of_another_network_are_refused(model):
    weights = model.weights
    missing = {k: v for k, v in weights.items() if k != "code/bias"}
    with pytest.raises(ModelFileError, match="code/bias differ"):
        Autoencoder(HP, missing)
    with pytest.raises(ModelFileError, match="extra/kernel differ"):
        Autoencoder(HP, weights | {"extra/kernel": np.ones(2)})
    with pytest.raises(ModelFileError) as caught:
        Autoencoder(HP, weights | {"code/kernel": np.ones((16, 5))})
    assert str(caught.value) == "code/kernel: expected the shape (16, 4), got (16, 5)"


def test_weights_can_be_taken_out_and_put_back():
    first, second = build(HP), build(HP)
    set_weights(*first, initial_weights(*first, seed=7))
    set_weights(*second, get_weights(*first))
    for name, values in get_weights(*first).items():
        np.testing.assert_array_equal(get_weights(*second)[name], values)


def test_a_model_s_weights_are_a_copy(model):
    model.weights["code/kernel"][:] = 99
    assert model.weights["code/kernel"].max() < 99
