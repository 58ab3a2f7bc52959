"""What a network is shown and what it is asked for: clean, spoiled or binarised images. NumPy.

Training draws anew at every step (`ae.training.draws`); validation, the live view and the test
figures use these, with fixed seeds, so that they compare from step to step and from run to run.
"""

from __future__ import annotations

import numpy as np

from ae.config import Hyperparameters


def binarise(images: np.ndarray, seed: int = 0) -> np.ndarray:
    """Each pixel 1 with its grey level as the chance, else 0: float32, of the images' shape.

    Source: Salakhutdinov and Murray (2008), "On the quantitative analysis of deep belief networks".
    """
    drawn = np.random.default_rng([seed, 0]).random(images.shape, np.float32)
    return (drawn < images).astype(np.float32)


def corrupt(images: np.ndarray, kind: str, level: float, seed: int = 0) -> np.ndarray:
    """Spoil images.

    Args:
        images: float32 (n, 28, 28, 1) in [0, 1].
        kind: "gaussian": noise of that standard deviation, clipped to [0, 1]; "masking": that share
            of pixels to 0; "salt_pepper": that share to 0 or 1, at even odds; "none".
        level: 0 to 1.

    Source: Vincent et al. (2010), "Stacked denoising autoencoders".
    """
    random = np.random.default_rng([seed, 1])
    if kind == "gaussian":
        noise = random.standard_normal(images.shape, np.float32)
        return np.clip(images + np.float32(level) * noise, 0, 1)
    drawn = random.random(images.shape, np.float32)
    if kind == "masking":
        return np.where(drawn < level, np.float32(0), images)
    if kind == "salt_pepper":
        salt = (drawn < level / 2).astype(np.float32)
        return np.where(drawn < level, salt, images)
    return images


def target(hp: Hyperparameters, images: np.ndarray, seed: int = 0) -> np.ndarray:
    """What the network is asked to give back: the images, or a binarised draw of them."""
    return binarise(images, seed) if hp.pixels == "binarised" else images


def shown(hp: Hyperparameters, images: np.ndarray, seed: int = 0) -> np.ndarray:
    """What the network is shown: the target, spoiled where the settings say so."""
    return corrupt(target(hp, images, seed), hp.noise, hp.noise_level, seed)
