"""Settings with a name: where a lesson starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ae.config import Hyperparameters
from ae.data import TRAIN_SIZE
from ae.errors import SettingError


@dataclass(frozen=True)
class Experiment:
    """What to try next: a preset, some of its settings changed.

    Attributes:
        label: what the button says.
    """

    label: str
    preset: str
    changes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def hp(self) -> Hyperparameters:
        """Its settings."""
        return preset(self.preset).replace(**self.changes)


@dataclass(frozen=True)
class Preset:
    """Named hyperparameters, what they show, and where that leads.

    Attributes:
        title: its name in the menu of presets.
        short: its name in a run's title, a word or two.
        about: two sentences on what it shows.
        question: what a reader asks then.
        next: the experiment that answers it.
    """

    title: str
    short: str
    about: str
    question: str
    next: Experiment
    hp: Hyperparameters


_ARTICLE = Hyperparameters(
    encoder=(784, 256),
    latent_dim=128,
    decoder=(128, 256),
    activation="relu",
    code_activation="relu",
    output_activation="relu",
    kernel_initializer="glorot_uniform",
    bias_initializer="glorot_uniform",
    loss="mse",
    optimizer="rmsprop",
    learning_rate=0.001,
    batch_size=256,
    steps=1000,
)

# What the deep presets share: normalised GELU layers, and a learning rate that falls to zero.
_DEEP = Hyperparameters(
    encoder=(512, 256), activation="gelu", normalization="layer", loss="bce", optimizer="adamw",
    schedule="cosine", weight_decay=0.01, batch_size=128,
)  # fmt: skip
_EPOCH = TRAIN_SIZE // _DEEP.batch_size  # steps in one pass over the training images

PRESETS: dict[str, Preset] = {
    "article": Preset(
        "The article's autoencoder", "Article",
        "The network of the teaching text, to the letter, with ReLU also on the output. "
        "It learns digits fast, and leaves two or three dozen pixels stuck at black for good.",
        "Why do the same pixels stay black for every digit?",
        Experiment("Try it repaired", "repaired"),
        _ARTICLE,
    ),
    "repaired": Preset(
        "The article's, repaired", "Repaired",
        "The same network with a sigmoid output, zero biases, cross-entropy and Adam. "
        "Its error ends at less than a third of the article's after the same 1,000 steps.",
        "How few numbers are enough for a digit?",
        Experiment("Try a code of 8 numbers", "repaired", {"latent_dim": 8}),
        _ARTICLE.replace(
            output_activation="sigmoid", bias_initializer="zeros", loss="bce", optimizer="adam"
        ),
    ),
    "deep30": Preset(
        "Deep, 30 numbers", "Deep 30",
        "Widths of 1000-500-250-30 and back, as Hinton and Salakhutdinov (2006) had them, trained "
        "for 40 passes. A code of 30 numbers that reconstructs far better than PCA with 30 "
        "components.",
        "Is it the hidden layers that beat PCA?",
        Experiment(
            "Try it without hidden layers", "deep30", {"encoder": (), "normalization": "none"}
        ),
        _DEEP.replace(
            encoder=(1000, 500, 250), latent_dim=30, loss="mse", weight_decay=0.1,
            steps=40 * _EPOCH,
        ),
    ),
    "conv": Preset(
        "Convolutional", "Convolutional",
        "Two strided convolutions down to 128 numbers, two transposed ones up again. "
        "It looks at neighbouring pixels together, and in the same way everywhere in the image.",
        "Would layers that see all pixels at once do as well?",
        Experiment(
            "Try dense layers", "conv", {"architecture": "dense", "encoder": (512, 256)}
        ),
        _DEEP.replace(
            architecture="conv", encoder=(32, 64), latent_dim=128, normalization="none",
            steps=15 * _EPOCH,
        ),
    ),
    "denoising": Preset(
        "Denoising", "Denoising",
        "Digits under Gaussian noise go in, clean ones are asked for. "
        "Noise does not fit through 128 numbers, so the code has to hold what a digit is.",
        "Can it also fill in pixels that are missing?",
        Experiment(
            "Try half the pixels off", "denoising", {"noise": "masking", "noise_level": 0.5}
        ),
        _DEEP.replace(
            encoder=(1000, 500), noise="gaussian", noise_level=0.4, latent_dim=128,
            weight_decay=0.05, steps=60 * _EPOCH,
        ),
    ),
    "sparse": Preset(
        "Sparse", "Sparse",
        "A code of 256 numbers that each cost something to use. "
        "For any one digit most stay at zero.",
        "How many does a digit use where they cost nothing?",
        Experiment("Try it without the cost", "sparse", {"sparsity": "none"}),
        Hyperparameters(
            encoder=(), latent_dim=256, code_activation="relu", loss="bce", sparsity="l1",
            sparsity_weight=3e-4, steps=4000,
        ),
    ),
    "vae2": Preset(
        "Variational, 2 numbers", "Variational 2",
        "A variational autoencoder whose whole code fits on a sheet of paper. "
        "On the Latent space page nothing of it is projected away.",
        "What of a digit do two numbers lose?",
        Experiment("Try 20 numbers", "vae"),
        _DEEP.replace(code="variational", latent_dim=2, kl_warmup=0.2, steps=30 * _EPOCH),
    ),
    "vae": Preset(
        "Variational, 20 numbers", "Variational 20",
        "Each number of the code is a little Gaussian, kept near the standard one. "
        "Its loss has two parts that pull apart: the reconstruction, and what the code says (KL).",
        "What happens where nothing holds the codes together?",
        Experiment("Try it without the KL", "vae", {"beta": 0.0}),
        _DEEP.replace(code="variational", latent_dim=20, steps=20 * _EPOCH),
    ),
    "linear": Preset(
        "Linear: PCA by gradient descent", "Linear",
        "One linear layer in, one out, 16 numbers between. "
        "The best that it can do is what PCA does at once: compare its loss with the PCA line.",
        "Does a hidden layer get below that line?",
        Experiment("Try a hidden layer", "linear", {"encoder": (256,)}),
        Hyperparameters(
            encoder=(), latent_dim=16, output_activation="linear", steps=3000, learning_rate=0.002
        ),
    ),
}  # fmt: skip


def preset(name: str) -> Hyperparameters:
    """The hyperparameters of a preset.

    Raises:
        SettingError: if there is no preset of that name.
    """
    if name not in PRESETS:
        known = " or ".join(PRESETS)
        sentence = f"Preset must be {known}, not {name!r}."
        raise SettingError("preset", f"expected {known}, got {name!r}", sentence)
    return PRESETS[name].hp
