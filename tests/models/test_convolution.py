"""The layers that compute convolutions as matrix products, against Keras's own."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from ae.models.convolution import Convolution, TransposedConvolution, as_products, down, up

SIDES = [28, 14, 7, 4, 2]


def pair(kind, own, values, **options):
    """Keras's layer and ours with the same weights, built for these values."""
    layers = [k(6, 3, strides=2, padding="same", **options) for k in (kind, own)]
    for layer in layers:
        layer.build(values.shape)
    layers[1].set_weights(layers[0].get_weights())
    layers[0].bias.assign(np.arange(6.0))
    layers[1].bias.assign(np.arange(6.0))
    return layers


def check(layers, values):
    """Same result and gradients by values and weights; outside `as_products` to the last bit."""
    np.testing.assert_array_equal(layers[1](values), layers[0](values))
    found, gradients = [], []
    with as_products():
        for layer in layers:
            with tf.GradientTape() as tape:
                tape.watch(values)
                found.append(layer(values))
                size = tf.reduce_sum(tf.sin(found[-1]))
            gradients.append(tape.gradient(size, [values, *layer.trainable_variables]))
    assert found[0].shape == found[1].shape
    np.testing.assert_allclose(found[1], found[0], atol=1e-5)
    for ours, theirs in zip(gradients[1], gradients[0], strict=True):
        # A bias's gradient sums 2,352 terms and may be 2,000, where floats lie 1.2e-4 apart.
        np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-4)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("activation", [None, "gelu"])
def test_a_convolution_is_the_one_of_keras(side, activation):
    images = tf.random.stateless_normal((3, side, side, 5), [side, 0])
    check(pair(keras.layers.Conv2D, Convolution, images, activation=activation), images)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("activation", [None, "gelu"])
def test_a_transposed_convolution_is_the_one_of_keras(side, activation):
    half = -(-side // 2)
    codes = tf.random.stateless_normal((3, half, half, 5), [side, 1])
    options = {"activation": activation, "output_padding": side - (2 * half - 1)}
    layers = pair(keras.layers.Conv2DTranspose, TransposedConvolution, codes, **options)
    check(layers, codes)
    assert layers[1](codes).shape == (3, side, side, 6)


def test_each_is_the_gradient_of_the_other_so_gradients_of_gradients_hold_too():
    images = tf.random.stateless_normal((2, 7, 7, 3), [0, 0])
    kernel = tf.random.stateless_normal((3, 3, 3, 4), [0, 1])

    def of_gradient(convolve):
        """The gradient by the kernel of the squared gradient by the images, as contraction asks."""
        with tf.GradientTape() as outer:
            outer.watch(kernel)
            with tf.GradientTape() as inner:
                inner.watch(images)
                size = tf.reduce_sum(tf.sin(convolve(images)))
            squared = tf.reduce_sum(inner.gradient(size, images) ** 2)
        return outer.gradient(squared, kernel)

    ours = of_gradient(lambda x: down(x, kernel))
    theirs = of_gradient(lambda x: tf.nn.conv2d(x, kernel, 2, "SAME"))
    np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=1e-3)
    np.testing.assert_allclose(
        up(down(images, kernel), kernel, 7),
        tf.nn.conv2d_transpose(down(images, kernel), kernel, images.shape, 2, "SAME"),
        atol=1e-3,
    )
