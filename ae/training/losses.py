"""The parts of a training loss, each with its unit; a scalar or one number a code number.

A plain autoencoder's losses are means over pixels. A variational one's are nats per image: sums
over pixels and over code numbers, so that the two can be added.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras

from ae.networks import PIXELS

ops = keras.ops
Loss = Callable[[Any, Any], Any]
# Activities are kept this far from 0 and 1, where KL sparsity has no finite value.
_EPSILON = 1e-6


def mse(images: Any, reconstruction: Any) -> Any:
    """Mean squared error per pixel: a scalar for two (n, 28, 28, 1) tensors."""
    return ops.mean(ops.square(reconstruction - images))


def bce(images: Any, reconstruction: Any) -> Any:
    """Binary cross-entropy, nats per pixel: a scalar for two (n, 28, 28, 1) tensors in [0, 1].

    Keras clips the reconstruction to [1e-7, 1 - 1e-7], so that it stays finite.
    """
    return ops.mean(ops.binary_crossentropy(images, reconstruction))


def nats(images: Any, reconstruction: Any) -> Any:
    """Binary cross-entropy, nats per image: sum over pixels, mean over images. As `bce`."""
    return bce(images, reconstruction) * PIXELS


def kl(mean: Any, log_variance: Any) -> Any:
    """KL divergence of each code number's Gaussian from the standard one, nats: (latent_dim,).

    The mean over images; their sum is the KL of the whole code, nats per image.

    Source: Kingma and Welling (2014), "Auto-encoding variational Bayes", appendix B.
    """
    each = 0.5 * (ops.exp(log_variance) + ops.square(mean) - 1.0 - log_variance)
    return ops.mean(each, axis=0)


def l1(codes: Any) -> Any:
    """Sum of the code numbers' absolute values, mean over images: a scalar for (n, latent_dim)."""
    return ops.mean(ops.sum(ops.abs(codes), axis=-1))


def activity_kl(codes: Any, target: Any) -> Any:
    """KL divergence between a target activity and each code number's mean activity, summed, nats.

    Args:
        codes: (n, latent_dim) in [0, 1]; the mean is over the batch.

    Source: Ng (2011), "Sparse autoencoder", CS294A lecture notes.
    """
    mean = ops.clip(ops.mean(codes, axis=0), _EPSILON, 1 - _EPSILON)
    off = (1 - target) * ops.log((1 - target) / (1 - mean))
    return ops.sum(target * ops.log(target / mean) + off)


def contraction(gradients: Any) -> Any:
    """Squared Frobenius norm of the code's Jacobian by the pixels, mean over images: a scalar.

    Args:
        gradients: (n, 28, 28, 1), the gradient by the pixels of the code's product with a standard
            normal vector; the mean of its squared length is the sum of the squares of the whole
            Jacobian (Hutchinson 1990).

    Source: Rifai et al. (2011), "Contractive auto-encoders".
    """
    return ops.mean(ops.sum(ops.square(gradients), axis=(1, 2, 3)))


def half_squares(kernels: list[Any]) -> Any:
    """Half the sum of the kernels' squares: a scalar. Its gradient is the weights: weight decay."""
    return 0.5 * sum(ops.sum(ops.square(kernel)) for kernel in kernels)


LOSSES: dict[str, Loss] = {"mse": mse, "bce": bce}
