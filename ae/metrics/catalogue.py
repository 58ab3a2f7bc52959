"""What the figures of an evaluation are called, count and mean."""

from __future__ import annotations

from dataclasses import dataclass

from ae.networks import PIXELS


@dataclass(frozen=True)
class Metric:
    """A figure of an evaluation in words.

    Attributes:
        label, unit, help: its name, what it counts, and one sentence on what it tells.
        best: "low" or "high", where one of several runs is best; "" where none is.
        digits: a format for it.
    """

    label: str
    unit: str
    help: str
    best: str = "low"
    digits: str = ".4f"


METRICS: dict[str, Metric] = {
    "mse": Metric(
        "Squared error", "a pixel", "Mean squared difference between reconstruction and image."
    ),
    "sse_per_image": Metric(
        "Squared error", "an image", f"Squared differences summed over the {PIXELS} pixels.",
        digits=".2f",
    ),
    "psnr": Metric(
        "PSNR", "dB", "Largest possible pixel over the error, on a logarithmic scale: 20 dB is a "
        "tenth, 30 dB a thirtieth.", "high", ".1f",
    ),
    "ssim": Metric(
        "SSIM", "at most 1", "Likeness of local contrast and shape, nearer to what an eye sees "
        "than a squared error.", "high", ".3f",
    ),
    "bce": Metric(
        "Cross-entropy", "nats a pixel", "Surprise at each pixel if the reconstruction is taken as "
        "the chance of ink.",
    ),
    "bce_excess": Metric(
        "Cross-entropy excess", "nats a pixel",
        "What is left after a perfect copy's cross-entropy, which grey pixels keep above zero.",
    ),
    "reconstruction": Metric(
        "Reconstruction", "nats an image", "Cross-entropy of the images given a code drawn for "
        "them, summed over pixels.", digits=".2f",
    ),
    "kl": Metric(
        "KL divergence", "nats an image", "What the code says about an image beyond the standard "
        "normal.", "", ".2f",
    ),
    "elbo": Metric(
        "ELBO", "nats an image", "The variational bound on the log-likelihood: minus "
        "reconstruction, minus KL.", "high", ".2f",
    ),
    "active_units": Metric(
        "Active code numbers", "", "Code numbers that vary by more than 0.01 over the test images.",
        "", "d",
    ),
    "dead_units": Metric(
        "Dead code numbers", "", "Code numbers that are the same for every test image.", "low", "d"
    ),
    "code_at_rest": Metric(
        "Code at rest", "", "Share of the code's numbers that are zero, or nearly, for an image.",
        "", ".0%",
    ),
    "dead_pixels": Metric(
        "Dead pixels", "", "Output pixels that stay black although some test image has ink there.",
        "low", "d",
    ),
    "generalisation_gap": Metric(
        "Generalisation gap", "unit of the loss", "Reconstruction error on test images less that "
        "on training images: what was learnt by heart.",
    ),
}  # fmt: skip
