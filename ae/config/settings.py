"""The list of hyperparameters: one entry each, with all that the rest of the program knows of it.

The form, links, the command line, error messages, stored runs and the key of a compiled program are
made from this list: a new hyperparameter is one more entry here, and its effect where it has one.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from ae.config.choices import (
    ACTIVATIONS,
    ARCHITECTURES,
    CODES,
    DATASETS,
    INITIALIZERS,
    LOSSES,
    MAX_WIDTH,
    NOISES,
    NORMALIZATIONS,
    OPTIMIZERS,
    PIXEL_VALUES,
    SCHEDULES,
    SPARSITIES,
)
from ae.config.fields import Field, choice, number, widths
from ae.data import TEST_SIZE, TRAIN_SIZE, VALIDATION_SIZE
from ae.networks import PIXELS

_WHY_WIDTH = "a wider layer would not fit a laptop's memory"
_WITH_NOISE = ("noise", ("gaussian", "masking", "salt_pepper"))
_WITH_VARIATIONAL_CODE = ("code", ("variational",))
_WITH_PLAIN_CODE = ("code", ("plain",))


@dataclass(frozen=True)
class Settings:
    """The values of all hyperparameters, in the order of the form, links and JSON.

    An entry is its default, its label, its group in the form and its help, then what it accepts and
    why; `ae.config.fields.Field` says what each word means.
    """

    # fmt: off
    dataset: str = choice(
        "mnist", "Dataset", "data",
        f"{TRAIN_SIZE:,} images to train on, {VALIDATION_SIZE:,} to validate, {TEST_SIZE:,} to "
        "test.",
        choices=DATASETS, graph="value",
    )
    pixels: str = choice(
        "grey", "Pixels", "data",
        "Grey levels as they are, or each pixel drawn black or white with its grey level as the "
        "chance of white. Typical: grey.",
        choices=PIXEL_VALUES, graph="value",
    )
    noise: str = choice(
        "none", "Noise on the input", "data",
        "What spoils the input of a denoising autoencoder; its target stays the clean image. "
        "Typical: none, or Gaussian.",
        choices=NOISES, graph="value",
    )
    # At 0.4 are the published figures of denoising.
    noise_level: float = number(
        0.4, "Noise level", "data",
        "Standard deviation of Gaussian noise, or the share of pixels that are spoiled. "
        "Typical: 0.2 to 0.5.",
        low=0.0, high=1.0, why="pixels go from 0 to 1", needs=_WITH_NOISE,
        graph="use", scale="linear",
    )
    architecture: str = choice(
        "dense", "Kind of layers", "network",
        "Dense layers see all pixels at once; convolutional ones see 3 by 3 pixels and halve the "
        "image's side. Typical: dense.",
        choices=ARCHITECTURES, graph="value",
    )
    encoder: tuple[int, ...] = widths(
        (784, 256), "Encoder layers", "network",
        "Widths of the layers before the code (channels, if convolutional), separated by commas; "
        "empty for none. Typical: 2 or 3 layers of 128 to 1,000, or 16 to 64 channels.",
        low=1, high=MAX_WIDTH, why=_WHY_WIDTH, is_basic=True, graph="value",
    )
    latent_dim: int = number(
        128, "Code size", "network", "Numbers in the code: the bottleneck. Typical: 2 to 128.",
        low=1, high=1024,
        why=f"a little beyond an image's {PIXELS} pixels, to try a code that is no bottleneck",
        is_basic=True, graph="value", scale="log2",
    )
    decoder: tuple[int, ...] | None = widths(
        None, "Decoder layers", "network",
        "Widths of the layers after the code; 'mirror' repeats the encoder in reverse. "
        "Typical: mirror.",
        low=1, high=MAX_WIDTH, why=_WHY_WIDTH, may_mirror=True, graph="value",
    )
    activation: str = choice(
        "relu", "Activation", "network", "After every hidden layer. Typical: ReLU or GELU.",
        choices=ACTIVATIONS, graph="value",
    )
    code_activation: str = choice(
        "linear", "Code activation", "network",
        "After the code's layer; linear lets a code number take any value. Typical: linear.",
        choices=ACTIVATIONS, graph="value",
    )
    output_activation: str = choice(
        "sigmoid", "Output activation", "network",
        "After the last layer; sigmoid keeps pixels between 0 and 1, ReLU can leave some stuck at "
        "black. Typical: sigmoid.",
        choices=ACTIVATIONS, graph="value",
    )
    normalization: str = choice(
        "none", "Normalisation", "network",
        "Layer normalisation before each hidden activation steadies deep networks. Typical: none "
        "up to three layers.",
        choices=NORMALIZATIONS, graph="value",
    )
    dropout: float = number(
        0.0, "Dropout", "network",
        "Share of each hidden layer's outputs set to zero while training. Typical: 0 to 0.2.",
        low=0.0, high=0.9, why="with more hardly anything gets through",
        graph="use", scale="linear",
    )
    kernel_initializer: str = choice(
        "glorot_uniform", "Weight initialiser", "network",
        "How weights start. Typical: Glorot for sigmoid and tanh, He for ReLU.",
        choices={k: v for k, v in INITIALIZERS.items() if k != "zeros"}, graph="no",
    )
    bias_initializer: str = choice(
        "zeros", "Bias initialiser", "network", "How biases start. Typical: zeros.",
        choices={k: INITIALIZERS[k] for k in ("zeros", "glorot_uniform")}, graph="no",
    )
    code: str = choice(
        "plain", "Kind of code", "code",
        "Plain: numbers. Variational: a Gaussian for each number, kept near the standard one, so "
        "that new digits can be drawn from it. Typical: plain.",
        choices=CODES, graph="value",
    )
    beta: float = number(
        1.0, "Beta", "code",
        "Weight of the KL divergence; 1 is the variational bound itself, more asks for a simpler "
        "code. Typical: 0.5 to 4.",
        low=0.0, high=100.0, why="with more the code says nothing", needs=_WITH_VARIATIONAL_CODE,
        graph="no", scale="log",
    )
    kl_warmup: float = number(
        0.0, "KL warm-up", "code",
        "Share of the run over which the KL's weight rises from 0 to beta. Typical: 0 to 0.3.",
        low=0.0, high=1.0, why="a share of the run", needs=_WITH_VARIATIONAL_CODE,
        graph="no", scale="linear",
    )
    free_bits: float = number(
        0.0, "Free nats", "code",
        "KL per code number that costs nothing, in nats, so that numbers stay in use ('free "
        "bits'). Typical: 0 to 0.5.",
        low=0.0, high=10.0, why="an image holds about 25 nats in all", needs=_WITH_VARIATIONAL_CODE,
        graph="use", scale="linear",
    )
    sparsity: str = choice(
        "none", "Sparsity", "code",
        "Pulls code numbers to zero: by their size (L1), or towards a mean activity (KL, sigmoid "
        "code). Typical: none.",
        choices=SPARSITIES, graph="value",
    )
    # The Keras blog's weight.
    sparsity_weight: float = number(
        1e-5, "Sparsity weight", "code",
        "How much sparsity counts beside the reconstruction. Typical: 0.00001 to 0.01.",
        low=0.0, high=100.0, why="with more nothing else counts", needs=("sparsity", ("l1", "kl")),
        graph="use", scale="log",
    )
    sparsity_target: float = number(
        0.05, "Target activity", "code",
        "Mean activity that KL sparsity asks of each code number. Typical: 0.05 to 0.1.",
        low=0.001, high=0.5, why="a share of the time", needs=("sparsity", ("kl",)),
        graph="use", scale="log",
    )
    contractive: float = number(
        0.0, "Contraction", "code",
        "Weight of the squared slope of the code over the pixels: small changes of an image then "
        "hardly move its code. Typical: 0 for none, or 0.0001 to 0.01.",
        low=0.0, high=100.0, why="with more nothing else counts", needs=_WITH_PLAIN_CODE,
        graph="use", scale="log",
    )
    loss: str = choice(
        "mse", "Loss", "loss",
        "What training makes small: a mean over pixels, or for a variational code a sum over them "
        "in nats. Typical: cross-entropy with a sigmoid output.",
        choices=LOSSES, is_basic=True, graph="value",
    )
    weight_decay: float = number(
        0.0, "Weight decay", "loss",
        "Pulls weights to zero: with AdamW by this share of the learning rate at each step, with "
        "the others by half their squares in the loss. Typical: 0, 0.01 to 0.1 with AdamW, or "
        "0.00001 to 0.001.",
        low=0.0, high=1.0, why="with more all weights vanish", graph="use", scale="log",
    )
    optimizer: str = choice(
        "adam", "Optimiser", "optimizer", "How a gradient becomes a step. Typical: Adam.",
        choices=OPTIMIZERS, graph="value",
    )
    learning_rate: float = number(
        0.001, "Learning rate", "optimizer",
        "Size of a step. Typical: 0.001, but for SGD, whose steps are of another size.",
        low=1e-7, high=10.0,
        why="below nothing moves in a lesson's time, above no optimiser learns", is_basic=True,
        graph="no", scale="log",
    )
    momentum: float = number(
        0.9, "Momentum", "optimizer",
        "Share of the last step that SGD's next one keeps. Typical: 0.9.",
        low=0.0, high=0.999, why="with 1 it would never slow down", needs=("optimizer", ("sgd",)),
        graph="value", scale="linear",
    )
    schedule: str = choice(
        "constant", "Schedule", "optimizer",
        "How the learning rate falls over the run. Typical: cosine for a long run.",
        choices=SCHEDULES, graph="no",
    )
    warmup: float = number(
        0.0, "Warm-up", "optimizer",
        "Share of the run over which the learning rate rises from zero. Typical: 0 to 0.1.",
        low=0.0, high=0.5, why="half of the run at most", graph="no", scale="linear",
    )
    clip_norm: float = number(
        0.0, "Gradient clipping", "optimizer",
        "Longest gradient that is let through, over all weights; 0 for no limit. "
        "Typical: 0, or 1 to 10.",
        low=0.0, high=1000.0, why="a run with longer ones has diverged", graph="use", scale="log",
    )
    batch_size: int = number(
        256, "Batch size", "run", "Images in a step. Typical: 64 to 512.",
        low=1, high=4096, why="a larger one would not fit a laptop's memory",
        graph="value", scale="log2",
    )
    steps: int = number(
        1000, "Steps", "run",
        f"Batches to train on; {TRAIN_SIZE // 256} batches of 256 are one pass over the training "
        "images. Typical: 1,000 to 20,000.",
        low=1, high=500_000, why="more would keep two cores busy for hours", is_basic=True,
        graph="no", scale="log",
    )
    early_stopping: int = number(
        0, "Early stopping", "run",
        "Ends the run after so many validations without a new best, and keeps the best weights; "
        "0 for never. A validation comes every 100 steps, from 4,000 steps on every 200 to "
        "400. Typical: 0, or 5 to 20.",
        low=0, high=1000, why="a validation comes every 100 to 400 steps",
        graph="no", scale="linear",
    )
    seed: int = number(
        0, "Seed", "run",
        "The same seed and settings give the same losses, digit for digit. Typical: 0.",
        low=0, high=2**31 - 1, why="a 31-bit number", graph="no", scale="linear",
    )
    # fmt: on


FIELDS: dict[str, Field] = {f.name: f.metadata["field"] for f in dataclasses.fields(Settings)}
