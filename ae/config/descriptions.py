"""Every field of the hyperparameters in words: label, help, bounds, and why these."""

from __future__ import annotations

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
    PIXELS,
    SCHEDULES,
    SPARSITIES,
)
from ae.config.fields import Field

_MEMORY = "a wider layer would not fit a laptop's memory"
_NOISY = ("noise", ("gaussian", "masking", "salt_pepper"))
_VARIATIONAL = ("code", ("variational",))
_PLAIN = ("code", ("plain",))

FIELDS: dict[str, Field] = {
    "dataset": Field(
        "Dataset", "data", str, "55,000 images to train on, 5,000 to validate, 10,000 to test.",
        choices=DATASETS,
    ),
    "pixels": Field(
        "Pixels", "data", str,
        "Grey levels as they are, or each pixel drawn black or white with its grey level as the "
        "chance of white. Typical: grey.",
        choices=PIXELS,
    ),
    "noise": Field(
        "Noise on the input", "data", str,
        "What spoils the input of a denoising autoencoder; its target stays the clean image. "
        "Typical: none, or Gaussian.",
        choices=NOISES,
    ),
    "noise_level": Field(
        "Noise level", "data", float,
        "Standard deviation of Gaussian noise, or the share of pixels that are spoiled. "
        "Typical: 0.2 to 0.5.",
        low=0.0, high=1.0, why="pixels go from 0 to 1", needs=_NOISY,
    ),
    "architecture": Field(
        "Kind of layers", "network", str,
        "Dense layers see all pixels at once; convolutional ones see 3 by 3 pixels and halve the "
        "image's side. Typical: dense.",
        choices=ARCHITECTURES,
    ),
    "encoder": Field(
        "Encoder layers", "network", tuple,
        "Widths of the layers before the code (channels, if convolutional), separated by commas; "
        "empty for none. Typical: 2 or 3 layers of 128 to 1,000, or 16 to 64 channels.",
        low=1, high=MAX_WIDTH, why=_MEMORY, is_basic=True,
    ),
    "latent_dim": Field(
        "Code size", "network", int, "Numbers in the code: the bottleneck. Typical: 2 to 128.",
        low=1, high=1024, why="an image has 784 pixels, so more is no bottleneck", is_basic=True,
    ),
    "decoder": Field(
        "Decoder layers", "network", tuple,
        "Widths of the layers after the code; 'mirror' repeats the encoder in reverse. "
        "Typical: mirror.",
        low=1, high=MAX_WIDTH, why=_MEMORY, may_mirror=True,
    ),
    "activation": Field(
        "Activation", "network", str, "After every hidden layer. Typical: ReLU or GELU.",
        choices=ACTIVATIONS,
    ),
    "code_activation": Field(
        "Code activation", "network", str,
        "After the code's layer; linear lets a code number take any value. Typical: linear.",
        choices=ACTIVATIONS,
    ),
    "output_activation": Field(
        "Output activation", "network", str,
        "After the last layer; sigmoid keeps pixels between 0 and 1, ReLU can leave pixels dead. "
        "Typical: sigmoid.",
        choices=ACTIVATIONS,
    ),
    "normalization": Field(
        "Normalisation", "network", str,
        "Layer normalisation before each hidden activation steadies deep networks. Typical: none "
        "up to three layers.",
        choices=NORMALIZATIONS,
    ),
    "dropout": Field(
        "Dropout", "network", float,
        "Share of each hidden layer's outputs set to zero while training. Typical: 0 to 0.2.",
        low=0.0, high=0.9, why="with more hardly anything gets through",
    ),
    "kernel_initializer": Field(
        "Weight initialiser", "network", str,
        "How weights start. Typical: Glorot for sigmoid and tanh, He for ReLU.",
        choices={k: v for k, v in INITIALIZERS.items() if k != "zeros"},
    ),
    "bias_initializer": Field(
        "Bias initialiser", "network", str, "How biases start. Typical: zeros.",
        choices={k: INITIALIZERS[k] for k in ("zeros", "glorot_uniform")},
    ),
    "code": Field(
        "Kind of code", "code", str,
        "Plain: numbers. Variational: a Gaussian for each number, kept near the standard one, so "
        "that new digits can be drawn from it. Typical: plain.",
        choices=CODES,
    ),
    "beta": Field(
        "Beta", "code", float,
        "Weight of the KL divergence; 1 is the variational bound itself, more asks for a simpler "
        "code. Typical: 0.5 to 4.",
        low=0.0, high=100.0, why="with more the code says nothing", needs=_VARIATIONAL,
    ),
    "kl_warmup": Field(
        "KL warm-up", "code", float,
        "Share of the run over which the KL's weight rises from 0 to beta. Typical: 0 to 0.3.",
        low=0.0, high=1.0, why="a share of the run", needs=_VARIATIONAL,
    ),
    "free_bits": Field(
        "Free nats", "code", float,
        "KL a code number that costs nothing, in nats, so that numbers stay in use ('free bits'). "
        "Typical: 0 to 0.5.",
        low=0.0, high=10.0, why="an image holds about 25 nats in all", needs=_VARIATIONAL,
    ),
    "sparsity": Field(
        "Sparsity", "code", str,
        "Pulls code numbers to zero: by their size (L1), or towards a mean activity (KL, sigmoid "
        "code). Typical: none.",
        choices=SPARSITIES,
    ),
    "sparsity_weight": Field(
        "Sparsity weight", "code", float,
        "How much sparsity counts beside the reconstruction. Typical: 0.00001 to 0.01.",
        low=0.0, high=100.0, why="with more nothing else counts",
        needs=("sparsity", ("l1", "kl")),
    ),
    "sparsity_target": Field(
        "Target activity", "code", float,
        "Mean activity that KL sparsity asks of each code number. Typical: 0.05 to 0.1.",
        low=0.001, high=0.5, why="a share of the time", needs=("sparsity", ("kl",)),
    ),
    "contractive": Field(
        "Contraction", "code", float,
        "Weight of the squared slope of the code over the pixels: small changes of an image then "
        "hardly move its code. Typical: 0 for none, or 0.0001 to 0.01.",
        low=0.0, high=100.0, why="with more nothing else counts", needs=_PLAIN,
    ),
    "loss": Field(
        "Loss", "loss", str,
        "What training makes small: a mean over pixels, or for a variational code a sum over them "
        "in nats. Typical: cross-entropy with a sigmoid output.",
        choices=LOSSES, is_basic=True,
    ),
    "weight_decay": Field(
        "Weight decay", "loss", float,
        "Pulls weights to zero: with AdamW by this share of the learning rate at each step, with "
        "the others by half their squares in the loss. Typical: 0, 0.01 to 0.1 with AdamW, or "
        "0.00001 to 0.001.",
        low=0.0, high=1.0, why="with more all weights vanish",
    ),
    "optimizer": Field(
        "Optimiser", "optimizer", str, "How a gradient becomes a step. Typical: Adam.",
        choices=OPTIMIZERS,
    ),
    "learning_rate": Field(
        "Learning rate", "optimizer", float, "Size of a step. Typical: 0.0001 to 0.01.",
        low=1e-7, high=10.0,
        why="below nothing moves in a lesson's time, above everything diverges", is_basic=True,
    ),
    "momentum": Field(
        "Momentum", "optimizer", float,
        "Share of the last step that SGD's next one keeps. Typical: 0.9.",
        low=0.0, high=0.999, why="with 1 it would never slow down",
        needs=("optimizer", ("sgd",)),
    ),
    "schedule": Field(
        "Schedule", "optimizer", str,
        "How the learning rate falls over the run. Typical: cosine for a long run.",
        choices=SCHEDULES,
    ),
    "warmup": Field(
        "Warm-up", "optimizer", float,
        "Share of the run over which the learning rate rises from zero. Typical: 0 to 0.1.",
        low=0.0, high=0.5, why="half of the run at most",
    ),
    "clip_norm": Field(
        "Gradient clipping", "optimizer", float,
        "Longest gradient that is let through, over all weights; 0 for no limit. "
        "Typical: 0, or 1 to 10.",
        low=0.0, high=1000.0, why="a run with longer ones has diverged",
    ),
    "batch_size": Field(
        "Batch size", "run", int, "Images in a step. Typical: 64 to 512.",
        low=1, high=4096, why="a larger one would not fit a laptop's memory",
    ),
    "steps": Field(
        "Steps", "run", int,
        "Batches to train on; 214 batches of 256 are one pass over the training images. "
        "Typical: 1,000 to 20,000.",
        low=1, high=500_000, why="more would keep two cores busy for hours", is_basic=True,
    ),
    "early_stopping": Field(
        "Early stopping", "run", int,
        "Ends the run after so many validations without a new best, and keeps the best weights; "
        "0 for never. A validation comes every 100 steps, from 4,000 steps on every 200 to "
        "400. Typical: 0, or 5 to 20.",
        low=0, high=1000, why="a validation comes every 100 to 400 steps",
    ),
    "seed": Field(
        "Seed", "run", int,
        "The same seed and settings give the same losses, digit for digit. Typical: 0.",
        low=0, high=2**31 - 1, why="a 31-bit number",
    ),
}  # fmt: skip
