"""How the learning rate and the weight of the KL divergence go over a run."""

from __future__ import annotations

import numpy as np

from ae.config import Hyperparameters


def rate_factors(hp: Hyperparameters, steps: np.ndarray) -> np.ndarray:
    """What the learning rate is multiplied with at each step: float32 (n,), 0 to 1.

    Args:
        steps: int (n,), counted from 0.

    Source: Loshchilov and Hutter (2017) for the cosine; He et al. (2016) for the two drops to a
    tenth.
    """
    done = steps / hp.steps
    if hp.schedule == "cosine":
        factors = 0.5 * (1 + np.cos(np.pi * done))
    elif hp.schedule == "step":
        factors = np.where(done < 0.5, 1.0, np.where(done < 0.75, 0.1, 0.01))
    else:
        factors = np.ones(len(steps))
    rising = hp.warmup * hp.steps
    if rising:
        factors = factors * np.minimum(1.0, (steps + 1) / rising)
    return factors.astype(np.float32)


def kl_weights(hp: Hyperparameters, steps: np.ndarray) -> np.ndarray:
    """The weight of the KL divergence at each step: float32 (n,), from 0 up to beta.

    Source: Bowman et al. (2016), "Generating sentences from a continuous space".
    """
    rising = hp.kl_warmup * hp.steps
    share = np.minimum(1.0, steps / rising) if rising else np.ones(len(steps))
    return (hp.beta * share).astype(np.float32)
