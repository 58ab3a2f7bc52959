"""What there is to remark on a run's end: it learned nothing, or it blew up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ae.diagnosis.causes import find_cause, is_hopeless
from ae.diagnosis.growth import BlowUp
from ae.formatting import number
from ae.metrics.baselines import LineKind
from ae.store import Outcome, Run, State

# An error over this share of the mean image's is no better: a little lower it comes by chance.
_NO_BETTER = 0.98
# Before this step a preset may not have got below it, and nothing is wrong with it.
_EARLY = 200
# A loss falls if the last fifth's mean is below this share of the fifth's before.
_FALLS = 0.995


def test_error(run: Run) -> float | None:
    """A run's error on the test images in the unit of its loss; None before its end.

    Of a variational run its reconstruction, from a code drawn for each image: what the code costs
    beside it, the KL, the mean image does not pay, and a beta or a warm-up weighs it otherwise.
    """
    figure = "reconstruction" if run.hp.is_variational else run.hp.loss
    return run.test.get(figure)


def mean_image_error(run: Run) -> float | None:
    """The mean image's on the same images in the same unit; None where no worker has left it."""
    return next((x.value for x in run.lines if x.kind is LineKind.MEAN_IMAGE), None)


def is_no_better_than_the_mean_image(run: Run) -> bool:
    """Showing the same image always would be as good."""
    error, mean = test_error(run), mean_image_error(run)
    if error is None or mean is None:
        return False
    return not error <= _NO_BETTER * mean  # nor is what is no number


def measured(run: Run, error: float) -> str:
    """An error in the unit of a run's loss: "a squared error of 0.02810 per pixel"."""
    if run.hp.is_variational:
        return f"a reconstruction of {number(error)} nats per image"
    if run.hp.loss == "bce":
        return f"a cross-entropy of {number(error)} nats per pixel"
    return f"a squared error of {number(error)} per pixel"


def conclude(run: Run, losses: np.ndarray, blow_up: BlowUp | None) -> tuple[Outcome | None, str]:
    """What to remark, and in words what happened, why, and what to change; "" for nothing.

    Args:
        run: as it has ended, with its figures; `outcome` is what this finds.
        losses: float32 (n,), one a step.
        blow_up: where they blew up.
    """
    outcome = _outcome(run, losses, blow_up)
    if outcome is None:
        return None, ""
    return outcome, describe(run, outcome, blow_up)


def describe(run: Run, outcome: Outcome, blow_up: BlowUp | None = None) -> str:
    """What happened to a run with that outcome, why, and what to change."""
    cause = find_cause(replace(run, outcome=outcome))
    happened = blow_up.in_words if blow_up else ""
    return " ".join(filter(None, (happened, _end(run, outcome), cause.in_words)))


def _outcome(run: Run, losses: np.ndarray, blow_up: BlowUp | None) -> Outcome | None:
    if blow_up:
        return Outcome.BLEW_UP
    if not is_no_better_than_the_mean_image(run):
        return None
    may_still_learn = run.step < _EARLY or (run.state is State.STOPPED and _falls(losses))
    return None if may_still_learn and not is_hopeless(run) else Outcome.LEARNED_NOTHING


def _falls(losses: np.ndarray) -> bool:
    fifth = len(losses) // 5
    if not fifth:
        return True
    return bool(losses[-fifth:].mean() < _FALLS * losses[-2 * fifth : -fifth].mean())


def _end(run: Run, outcome: Outcome) -> str:
    """How it ended, beside the mean image; "" of one that blew up and stayed so."""
    error, mean = test_error(run), mean_image_error(run)
    is_lost = is_no_better_than_the_mean_image(run)
    if error is None or mean is None or (outcome is Outcome.BLEW_UP and is_lost):
        return ""
    if not is_lost:
        return f"It came back, and ended at {number(error)}."
    return (
        f"It is no better than always showing the mean image: {measured(run, error)} against "
        f"{number(mean)}."
    )
