"""Random numbers of a training step, decided by the run's seed and the step alone.

So slices, pauses and resumed runs change no result.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

# Draws in one step: noise, binarisation, code, contraction and a dropout for each hidden layer.
_MOST = 32


class StepRandom:
    """The draws of one step; each call gives numbers of its own.

    Args:
        seed, step: int32 scalars.
        algorithm: "philox", or "threefry", which only XLA knows and does four times as fast.
    """

    def __init__(self, seed: Any, step: Any, algorithm: str = "philox"):
        self._seed, self._step, self._count = seed, step, 0
        self._algorithm = algorithm

    def _next(self) -> Any:
        self._count += 1
        if self._count >= _MOST:
            raise IndexError(f"A step has numbers for {_MOST - 1} draws.")
        return tf.stack([self._seed, self._step * _MOST + self._count])

    def uniform(self, like: Any) -> Any:
        """Float32 in [0, 1), of the tensor's shape."""
        return tf.random.stateless_uniform(tf.shape(like), self._next(), alg=self._algorithm)

    def normal(self, like: Any) -> Any:
        """Float32, standard normal, of the tensor's shape."""
        return tf.random.stateless_normal(tf.shape(like), self._next(), alg=self._algorithm)


def binarise(random: StepRandom, images: Any) -> Any:
    """`ae.data.noise.binarise`, drawn anew.

    Source: Salakhutdinov and Murray (2008), "On the quantitative analysis of deep belief networks".
    """
    return tf.cast(random.uniform(images) < images, tf.float32)


def corrupt(random: StepRandom, images: Any, kind: str, level: Any) -> Any:
    """`ae.data.noise.corrupt`, drawn anew.

    Source: Vincent et al. (2010), "Stacked denoising autoencoders".
    """
    if kind == "none":
        return images
    if kind == "gaussian":
        return tf.clip_by_value(images + level * random.normal(images), 0.0, 1.0)
    drawn = random.uniform(images)
    spoiled = tf.zeros_like(images)
    if kind == "salt_pepper":
        spoiled = tf.cast(drawn < level / 2, tf.float32)
    return tf.where(drawn < level, spoiled, images)


def drop(random: StepRandom, values: Any, rate: Any) -> Any:
    """Dropout: a share of the values to zero, the others scaled so that the mean stays.

    Source: Srivastava et al. (2014), "Dropout: a simple way to prevent neural networks from
    overfitting".
    """
    return tf.where(random.uniform(values) < rate, 0.0, values / (1.0 - rate))
