"""Strided convolutions as matrix products, which XLA does at full speed on a processor.

XLA's own convolutions are ten times slower there, and outside XLA a network's elementwise work
takes longer than its products. Both layers are Keras's, with the same weights and the same results
to rounding, and compute as Keras does except inside `as_products`. The kernel is `KERNEL` pixels a
side and the step `STRIDE`; padding is "same", as TensorFlow places it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import keras
import tensorflow as tf

from ae.networks import KERNEL, STRIDE

_is_fused = ContextVar("is_fused", default=False)


@contextmanager
def as_products() -> Iterator[None]:
    """For the tracing of a graph that XLA compiles."""
    before = _is_fused.set(True)
    try:
        yield
    finally:
        _is_fused.reset(before)


class Convolution(keras.layers.Conv2D):
    """`keras.layers.Conv2D` that halves the image's side."""

    def convolution_op(self, inputs: Any, kernel: Any) -> Any:
        """(n, side, side, channels) to (n, half, half, filters)."""
        if not _is_fused.get():
            return super().convolution_op(inputs, kernel)
        return down(inputs, tf.convert_to_tensor(kernel))


class TransposedConvolution(keras.layers.Conv2DTranspose):
    """`keras.layers.Conv2DTranspose` that doubles the image's side."""

    def call(self, inputs: Any) -> Any:
        """(n, half, half, channels) to (n, side, side, filters)."""
        if not _is_fused.get():
            return super().call(inputs)
        side = self.compute_output_shape(inputs.shape)[1]
        images = up(inputs, tf.convert_to_tensor(self.kernel), side) + self.bias
        return self.activation(images)


def down(images: Any, kernel: Any) -> Any:
    """Convolution.

    (n, side, side, channels) by (3, 3, channels, filters) to (n, half, half, filters).
    """
    side, shape = images.shape[1], kernel.shape

    @tf.custom_gradient
    def convolve(images: Any, kernel: Any) -> Any:
        seen = _patches(images)

        def gradient(by_codes: Any) -> Any:
            by_kernel = tf.matmul(_rows(seen), _rows(by_codes), transpose_a=True)
            return up(by_codes, kernel, side), tf.reshape(by_kernel, shape)

        codes = tf.matmul(_rows(seen), _as_matrix(kernel))
        return tf.reshape(codes, (-1, *seen.shape[1:3], shape[-1])), gradient

    return convolve(images, kernel)


def up(codes: Any, kernel: Any, side: int) -> Any:
    """Transposed convolution, the gradient of `down` by its images.

    (n, half, half, filters) by (3, 3, channels, filters) to (n, side, side, channels).
    """
    half, shape = codes.shape[1], kernel.shape

    @tf.custom_gradient
    def convolve(codes: Any, kernel: Any) -> Any:
        def gradient(by_images: Any) -> Any:
            by_kernel = tf.matmul(_rows(_patches(by_images)), _rows(codes), transpose_a=True)
            return down(by_images, kernel), tf.reshape(by_kernel, shape)

        spread = tf.matmul(_rows(codes), _as_matrix(kernel), transpose_b=True)
        patches = tf.reshape(spread, (-1, half, half, KERNEL, KERNEL, shape[2]))
        return _overlay(_overlay(patches, 1, side), 2, side), gradient

    return convolve(codes, kernel)


def _as_matrix(kernel: Any) -> Any:
    """(3, 3, channels, filters) as (9 * channels, filters)."""
    return tf.reshape(kernel, (-1, kernel.shape[-1]))


def _rows(values: Any) -> Any:
    """One row of numbers a pixel."""
    return tf.reshape(values, (-1, values.shape[-1]))


def _before(side: int) -> int:
    """Pixels of padding above and to the left: TensorFlow puts the odd one at the other end."""
    half = -(-side // STRIDE)
    return ((half - 1) * STRIDE + KERNEL - side) // 2


def _patches(images: Any) -> Any:
    """What the kernel sees at each of its places: (n, half, half, 9 * channels)."""
    side = images.shape[1]
    half, before = -(-side // STRIDE), _before(side)
    margin = [before, STRIDE * half + 1 - side - before]
    padded = tf.pad(images, [[0, 0], margin, margin, [0, 0]])
    last = STRIDE * half - 1
    places = [
        padded[:, i : i + last : STRIDE, j : j + last : STRIDE]
        for i in range(KERNEL)
        for j in range(KERNEL)
    ]
    return tf.concat(places, -1)


def _overlay(patches: Any, axis: int, side: int) -> Any:
    """Patches added up where they overlap, along one side of the image.

    The kernel's places along that side are the fourth axis, which is gone afterwards: rows first.
    """
    taps = tf.unstack(patches, axis=3)
    half, rank = taps[0].shape[axis], len(taps[0].shape)

    def padded(values: Any, before: int, after: int) -> Any:
        return tf.pad(values, [[before, after] if i == axis else [0, 0] for i in range(rank)])

    # Every other pixel lies under the middle of one patch, the others under the ends of two.
    under_ends = padded(taps[0], 0, 1) + padded(taps[2], 1, 0)
    both = tf.stack([under_ends, padded(taps[1], 0, 1)], axis + 1)
    shape = [-1, *taps[0].shape[1:]]
    shape[axis] = STRIDE * (half + 1)
    start = _before(side)
    kept = [slice(start, start + side) if i == axis else slice(None) for i in range(rank)]
    return tf.reshape(both, shape)[tuple(kept)]
