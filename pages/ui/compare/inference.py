"""What the Compare page asks the workers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ae.data import SHOWN
from ae.errors import NoWeights, NoWorker
from ae.store import Run
from pages.ui import inference
from pages.ui.backend import store
from pages.ui.waiting import wait_for_workers

# Test digits in a cloud.
CLOUD_SIZE = 1000


class Inference:
    """The workers' answers for one drawing of the page.

    Once no worker has answered, none is asked again: each question waits its time in vain.
    """

    def __init__(self) -> None:
        self._has_given_up = False

    def pca(self, run: Run) -> dict[str, Any] | None:
        """PCA with the run's code size: its metrics, reconstructions and codes."""
        return self._ask(lambda: inference.ask_pca(run, list(SHOWN), CLOUD_SIZE))

    def reconstruct(self, run: Run) -> dict[str, Any] | None:
        """What the run gives back of the first sixteen test digits."""
        return self._ask(lambda: inference.ask(run, "reconstruct", indices=list(SHOWN)))

    def encode(self, run: Run) -> dict[str, Any] | None:
        """The run's codes of the first thousand test digits."""
        return self._ask(lambda: inference.ask(run, "encode", count=CLOUD_SIZE))

    def _ask(self, question: Callable[[], dict[str, Any]]) -> dict[str, Any] | None:
        """The answer, or None where there are no weights or nobody answers."""
        if self._has_given_up:
            return None
        try:
            return question()
        except NoWeights:
            return None
        except NoWorker as error:
            self._has_given_up = True
            wait_for_workers(str(error))
            return None


def why_no_answer(run: Run) -> str:
    """Why there is no answer about a run."""
    if store().weights_step(run.id) is not None:
        return "No worker answered."
    return "It has no weights." if run.state.is_ended else "It has no weights yet."
