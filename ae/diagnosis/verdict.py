"""How a run did, in one sentence, and the three figures that show it."""

from __future__ import annotations

from dataclasses import dataclass

from ae.diagnosis.outcome import (
    describe,
    is_no_better_than_the_mean_image,
    mean_image_error,
    measured,
    test_error,
)
from ae.formatting import number
from ae.metrics import METRICS
from ae.metrics.baselines import INPUT_MSE, PCA_MSE, LineKind
from ae.store import Run

_PARTS = {2: "half", 3: "a third of", 4: "a quarter of", 5: "a fifth of"}
_TIMES = {
    2: "twice", 3: "three times", 4: "four times", 5: "five times", 6: "six times",
    7: "seven times", 8: "eight times", 9: "nine times", 10: "ten times",
}  # fmt: skip
# So far off, as a share, a whole number may be to stand for a ratio.
_ROUND = 0.06
# Two errors this close are called the same.
_SAME = 0.03


@dataclass(frozen=True)
class Figure:
    """One of the three: what it is, its value as text, and what it tells."""

    label: str
    value: str
    help: str


@dataclass(frozen=True)
class Yardstick:
    """What a run's squared error per pixel is held against, on the same images."""

    name: str
    mse: float


def verdict(run: Run) -> str:
    """How a run did, in a sentence or two; empty before its end and where there is nothing."""
    if run.outcome:
        return run.message or describe(run, run.outcome)
    if not run.test:
        return run.message
    if is_no_better_than_the_mean_image(run):
        return " ".join(filter(None, [_nothing_yet(run), run.message]))
    return " ".join(filter(None, [_against_the_yardstick(run), _stuck_pixels(run), run.message]))


def yardstick(run: Run) -> Yardstick | None:
    """PCA with the same code size, or for a denoiser its input; None where it was not measured."""
    if INPUT_MSE in run.test:
        return Yardstick("its noisy input", run.test[INPUT_MSE])
    error = run.test.get(PCA_MSE)
    if error is None and run.hp.loss_unit.startswith("mean squared"):
        error = next((x.value for x in run.lines if x.kind is LineKind.PCA), None)
    return None if error is None else Yardstick("PCA with the same code size", error)


def figures(run: Run) -> list[Figure]:
    """The three figures of a run that has ended with some; fewer where no more were measured."""
    if run.outcome or is_no_better_than_the_mean_image(run):
        return [*_beside_the_mean_image(run), *_measured(run, _telling(run))]
    held_against = yardstick(run)
    if held_against is None:
        return _measured(run, "mse", _telling(run), "ssim", "sse_per_image")[:3]
    label = held_against.name[0].upper() + held_against.name[1:]
    told = f"The squared error of {held_against.name} on the same images, per pixel."
    beside = Figure(label, METRICS["mse"].text(held_against.mse), told)
    return [*_measured(run, "mse"), beside, *_measured(run, _telling(run))]


def _nothing_yet(run: Run) -> str:
    error, mean = test_error(run), mean_image_error(run)
    assert error is not None
    return (
        f"After {run.step:,} steps it has not learned anything yet: {measured(run, error)}, where "
        f"always showing the mean image has {number(mean)}. Train it longer."
    )


def _against_the_yardstick(run: Run) -> str:
    held_against, error = yardstick(run), run.test["mse"]
    if held_against is None or not held_against.mse > 1e-6:
        return f"Its squared error on the test images is {number(error)} per pixel."
    compared = _compared(error / held_against.mse)
    return (
        f"{compared[0].upper()}{compared[1:]} the error of {held_against.name}: {number(error)} "
        f"against {number(held_against.mse)} per pixel."
    )


def _compared(ratio: float) -> str:
    """How many times, to be followed by "the error of"."""
    if abs(ratio - 1) <= _SAME:
        return "about"
    times, of = round(ratio), round(1 / ratio)
    if ratio < 1:
        is_part = of in _PARTS and abs(1 / ratio - of) < _ROUND * of
        return f"about {_PARTS[of]}" if is_part else f"{max(ratio, 0.01):.0%} of"
    if times > 10:
        return f"about {times:,} times"
    is_round = times > 1 and abs(ratio - times) < _ROUND * times
    return f"about {_TIMES[times]}" if is_round else f"{ratio:.1f} times"


def _stuck_pixels(run: Run) -> str:
    """How many output pixels are stuck at black, and why where that is known."""
    count = run.test.get("dead_pixels", 0)
    if not count:
        return ""
    are, their = ("pixel is", "its") if count == 1 else ("pixels are", "their")
    because = f", because {their} ReLU gets no gradient"
    return (
        f"{count} output {are} stuck at black"
        f"{because if run.hp.output_activation == 'relu' else ''}."
    )


def _beside_the_mean_image(run: Run) -> list[Figure]:
    """The run's error and the mean image's, in the unit of its loss."""
    name = "reconstruction" if run.hp.is_variational else run.hp.loss
    mean = mean_image_error(run)
    told = "What always showing the mean of the training images would have, in the same unit."
    return [_figure(run, name), Figure("The mean image", METRICS[name].text(mean or 0), told)]


def _telling(run: Run) -> str:
    """The metric that says what is special about the run."""
    if run.test.get("dead_pixels"):
        return "dead_pixels"
    if run.hp.is_variational:
        return "kl" if is_no_better_than_the_mean_image(run) else "elbo"
    return "code_at_rest" if run.hp.sparsity != "none" else "ssim"


def _measured(run: Run, *names: str) -> list[Figure]:
    """Those of these metrics that were measured, each once."""
    return [_figure(run, name) for name in dict.fromkeys(names) if name in run.test]


def _figure(run: Run, name: str) -> Figure:
    metric = METRICS[name]
    unit = f" ({metric.unit})" if metric.unit else ""
    return Figure(metric.label + unit, metric.text(run.test[name]), metric.help)
