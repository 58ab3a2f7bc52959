"""Settings with a name: where a lesson starts."""

from __future__ import annotations

from dataclasses import dataclass

from ae.config import Hyperparameters
from ae.errors import SettingError


@dataclass(frozen=True)
class Preset:
    """Named hyperparameters and two sentences on what they show."""

    title: str
    about: str
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

PRESETS: dict[str, Preset] = {
    "article": Preset(
        "The article's autoencoder",
        "The network of the teaching text, to the letter, with ReLU also on the output. "
        "It learns digits fast, and leaves two or three dozen pixels dead for good.",
        _ARTICLE,
    ),
    "repaired": Preset(
        "The article's, repaired",
        "The same network with a sigmoid output, zero biases, cross-entropy and Adam. "
        "Its error ends at less than a third of the article's after the same 1,000 steps.",
        _ARTICLE.replace(
            output_activation="sigmoid", bias_initializer="zeros", loss="bce", optimizer="adam"
        ),
    ),
    "deep30": Preset(
        "Deep, 30 numbers",
        "The network of Hinton and Salakhutdinov (2006): 1000-500-250-30 and back. "
        "A code of 30 numbers that reconstructs far better than PCA with 30 components.",
        Hyperparameters(
            encoder=(1000, 500, 250), latent_dim=30, activation="gelu", steps=4000, batch_size=128
        ),
    ),
    "linear": Preset(
        "Linear: PCA by gradient descent",
        "One linear layer in, one out, 16 numbers between. "
        "The best that it can do is what PCA does at once: compare its loss with the PCA line.",
        Hyperparameters(
            encoder=(), latent_dim=16, output_activation="linear", steps=3000, learning_rate=0.002
        ),
    ),
}


def preset(name: str) -> Hyperparameters:
    """The hyperparameters of a preset.

    Raises:
        SettingError: if there is no preset of that name.
    """
    if name not in PRESETS:
        raise SettingError("preset", f"expected {' or '.join(PRESETS)}, got {name!r}")
    return PRESETS[name].hp
