"""What the figures of an evaluation are called, count and mean."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from ae.formatting import number
from ae.networks import PIXELS


@dataclass(frozen=True)
class Metric:
    """A figure of an evaluation in words.

    Attributes:
        label, unit, help: its name, what it counts, and one sentence on what it tells.
        best: "low" or "high", where one of several runs is best; "" where neither is simply better.
        why_none: where neither is, why not, as the end of a sentence.
        digits: a format for it; "" for four significant digits.
    """

    label: str
    unit: str
    help: str
    best: str = "low"
    why_none: str = ""
    digits: str = ""

    def text(self, value: float) -> str:
        """A value of it as a person reads it; a dash for what is not finite."""
        return format(value, self.digits) if self.digits and isfinite(value) else number(value)


METRICS: dict[str, Metric] = {
    "mse": Metric(
        "Squared error", "per pixel", "Mean squared difference between reconstruction and image."
    ),
    "sse_per_image": Metric(
        "Squared error", "per image", f"Squared differences summed over the {PIXELS} pixels."
    ),
    "psnr": Metric(
        "PSNR", "dB", "Largest possible pixel over the error, on a logarithmic scale: 20 dB is a "
        "tenth, 30 dB a thirtieth.", "high", digits=".1f",
    ),
    "ssim": Metric(
        "SSIM", "at most 1", "Likeness of local contrast and shape, nearer to what an eye sees "
        "than a squared error.", "high", digits=".3f",
    ),
    "bce": Metric(
        "Cross-entropy", "nats per pixel", "Surprise at each pixel if the reconstruction is taken "
        "as the chance of ink.",
    ),
    "bce_excess": Metric(
        "Cross-entropy excess", "nats per pixel",
        "What is left after a perfect copy's cross-entropy, which grey pixels keep above zero.",
    ),
    "reconstruction": Metric(
        "Reconstruction", "nats per image", "Cross-entropy of the images given a code drawn for "
        "them, summed over pixels.", "", "a larger KL buys it; the ELBO counts both",
    ),
    "kl": Metric(
        "KL divergence", "nats per image", "What the code says about an image beyond the standard "
        "normal.", "", "it buys reconstruction; the ELBO counts both",
    ),
    "elbo": Metric(
        "ELBO", "nats per image", "The variational bound on the log-likelihood: minus "
        "reconstruction, minus KL.", "high",
    ),
    "active_units": Metric(
        "Code numbers in use", "", "Code numbers that vary by more than 0.01 over the test images.",
        "", "a code may need fewer numbers than it has", "d",
    ),
    "dead_units": Metric(
        "Code numbers that never change", "",
        "Code numbers that are the same for every test image.", "",
        "a code may need fewer numbers than it has", "d",
    ),
    "code_at_rest": Metric(
        "Share of the code near zero", "",
        "Share of the code's numbers that are zero, or nearly, for an image.", "",
        "it says how a code is used, and not how well", ".0%",
    ),
    "dead_pixels": Metric(
        "Output pixels stuck at black", "",
        "Output pixels that stay black for every test image although some have ink there.", "",
        "one that has ink in a single image of thousands is as well left black", "d",
    ),
    "generalisation_gap": Metric(
        "Generalisation gap", "unit of the loss", "Reconstruction error on test images less that "
        "on training images: what was learnt by heart.", "",
        "a network that has learnt nothing has none either",
    ),
}  # fmt: skip
