"""The likelihood of images under a variational autoencoder, estimated by importance sampling."""

from __future__ import annotations

import math

import numpy as np
import tensorflow as tf

from ae.data import Split, as_images, noise
from ae.errors import SettingError
from ae.metrics import EPSILON
from ae.models import Autoencoder
from ae.networks import PIXELS

# Codes decoded in one call: images times samples.
_IMAGES, _SAMPLES = 50, 100


def negative_log_likelihood(
    model: Autoencoder, split: Split, images: int = 1000, samples: int = 5000, seed: int = 0
) -> float:
    """Minus the mean log-likelihood of binarised images, nats per image: an upper bound of it.

    Each image's likelihood is the mean over codes z drawn from its own code distribution q of
    p(x | z) p(z) / q(z | x); the more samples, the tighter.

    Args:
        model: variational and trained on binarised pixels: a density over grey levels, as the
            ELBO on grey pixels pretends to be one, is another quantity.
        split: its first `images` images are used, binarised with one seed.
        images, samples: multiples of 50 and of 100.

    Raises:
        SettingError: for another kind of model.

    Source: Burda et al. (2016), "Importance weighted autoencoders", equation 8.
    """
    if not model.hp.is_variational or model.hp.pixels != "binarised":
        raise SettingError("pixels", "expected a variational model of binarised pixels")
    targets = noise.network_target(model.hp, as_images(split.pixels[:images]))
    means, log_variances = model.distribution(targets)
    logs = []
    for start in range(0, images, _IMAGES):
        part = slice(start, start + _IMAGES)
        weights = [
            _log_weights(model, targets[part], means[part], log_variances[part], [seed, start + k])
            for k in range(samples // _SAMPLES)
        ]
        log_weights = np.concatenate(weights).astype(np.float64)
        # The largest is taken out of the sum, or it would not be told from zero.
        largest = log_weights.max(axis=0)
        total = np.log(np.exp(log_weights - largest).sum(axis=0))
        logs.append(largest + total - math.log(samples))
    return -float(np.concatenate(logs).mean())


def _log_weights(
    model: Autoencoder,
    targets: np.ndarray,
    means: np.ndarray,
    log_variances: np.ndarray,
    seed: list[int],
) -> np.ndarray:
    """`log p(x | z) p(z) / q(z | x)` for codes drawn from q: float32 (samples, images)."""
    drawn = tf.random.stateless_normal((_SAMPLES, *means.shape), tf.constant(seed))
    codes = means + tf.exp(0.5 * log_variances) * drawn
    flat = tf.reshape(codes, (-1, model.hp.latent_dim))
    output = tf.reshape(model.decode_tensor(flat), (_SAMPLES, -1, PIXELS))
    return _weigh(
        tf.reshape(targets, (-1, PIXELS)), output, codes, drawn, tf.constant(log_variances)
    ).numpy()


@tf.function(jit_compile=True, autograph=False)
def _weigh(
    targets: tf.Tensor, output: tf.Tensor, codes: tf.Tensor, drawn: tf.Tensor, log_var: tf.Tensor
) -> tf.Tensor:
    p = tf.clip_by_value(output, EPSILON, 1 - EPSILON)
    fit = targets * tf.math.log(p) + (1 - targets) * tf.math.log1p(-p)
    # The constants of the two Gaussians cancel.
    ratio = 0.5 * (tf.square(drawn) + log_var - tf.square(codes))
    return tf.reduce_sum(fit, axis=-1) + tf.reduce_sum(ratio, axis=-1)
