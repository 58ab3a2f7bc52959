"""What of the settings a compiled training step depends on; the rest it is given as numbers."""

from __future__ import annotations

from functools import lru_cache

from ae.config.record import Hyperparameters

# What a graph is given as numbers, with the value that stands for "in use" in its key.
RUNTIME_SCALARS = {
    "noise_level": 0.5, "dropout": 0.1, "free_bits": 0.1, "sparsity_weight": 1.0,
    "sparsity_target": 0.05, "contractive": 1.0, "weight_decay": 0.1, "clip_norm": 1.0,
}  # fmt: skip


@lru_cache(maxsize=256)
def graph_key(hp: Hyperparameters) -> Hyperparameters:
    """The settings with all that the compiled graph does not depend on at one value.

    Runs with the same key share a compiled network.
    """
    scalars = {name: value if getattr(hp, name) else 0.0 for name, value in RUNTIME_SCALARS.items()}
    scalars["sparsity_target"] = RUNTIME_SCALARS["sparsity_target"]
    return hp.replace(
        learning_rate=0.001, seed=0, steps=1, kernel_initializer="glorot_uniform",
        bias_initializer="zeros", schedule="constant", warmup=0.0, beta=1.0, kl_warmup=0.0,
        early_stopping=0, **scalars,
    )  # fmt: skip
