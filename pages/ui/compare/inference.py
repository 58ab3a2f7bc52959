"""What the Compare page asks the workers: its page is drawn first, with what is known already."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from ae.comparison import Conditions
from ae.data import SHOWN
from ae.errors import NoAnswer, NoWeights, NoWorker
from ae.store import Run
from pages.ui.backend import store, workers

# Test digits in a cloud.
CLOUD_SIZE = 1000
# Seconds of asking after which the page is shown what has come.
_LONG = 0.5
# Answers kept for all who look: one of a thousand codes of 128 numbers is half a megabyte.
_KEPT = 64


class _Answers:
    """The newest answers of the workers, each under the step of the weights that gave it."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Hashable, tuple[int, dict[str, Any]]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> tuple[int, dict[str, Any] | None]:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key, (-1, None))

    def keep(self, key: Hashable, step: int, answer: dict[str, Any]) -> None:
        with self._lock:
            self._answers[key] = step, answer
            self._answers.move_to_end(key)
            while len(self._answers) > _KEPT:
                self._answers.popitem(last=False)


_answers = _Answers()


@dataclass(frozen=True)
class _Question:
    key: Hashable
    step: int
    run: str
    name: str
    arguments: dict[str, Any]


class Inference:
    """The workers' answers for one drawing of the page.

    Args:
        runs: those that are compared.
    """

    def __init__(self, runs: Sequence[Run]):
        self._runs = runs
        self._missing: dict[Hashable, _Question] = {}
        self._shown: list[tuple[Run, int]] = []

    def pca(self, conditions: Conditions) -> dict[str, Any] | None:
        """PCA of a dataset and a code size: its metrics, reconstructions and codes.

        None until a worker has been asked.
        """
        run = next(run for run in self._runs if Conditions.of(run).of_pca == conditions)
        key = (store().url, "pca", conditions)
        arguments = {"indices": list(SHOWN), "count": CLOUD_SIZE}
        return self._known(_Question(key, 0, run.id, "pca", arguments))

    def codes(self, run: Run) -> dict[str, Any] | None:
        """The run's codes of the first test digits, maybe of older weights than there are.

        None without weights, and until a worker has been asked.
        """
        step = store().weights_step(run.id)
        self._shown.append((run, -1 if step is None else step))
        if step is None:
            return None
        key = (store().url, "codes", run.id)
        return self._known(_Question(key, step, run.id, "encode", {"count": CLOUD_SIZE}))

    @property
    def shown(self) -> list[tuple[Run, int]]:
        """The runs whose codes were wanted, each with the step of its weights; -1 for none."""
        return self._shown

    def ask(self) -> bool:
        """Ask for what the page had no answer to, or an older one; whether there is any news.

        It may not be all the news: to be called again once that is shown.

        Raises:
            NoWorker: if nobody answers.
            NoAnswer: if a worker tried, and failed.
        """
        has_news, started = False, time.monotonic()
        for question in self._missing.values():
            if has_news and time.monotonic() - started > _LONG:
                return True
            try:
                answer = workers().ask(
                    store().url, question.run, question.name, **question.arguments
                )
            except NoWeights:  # its store has just lost them
                continue
            except (NoWorker, NoAnswer):
                if has_news:
                    return True
                raise
            _answers.keep(question.key, question.step, answer)
            has_news = True
        return has_news

    def _known(self, question: _Question) -> dict[str, Any] | None:
        step, answer = _answers.get(question.key)
        if step < question.step:
            self._missing[question.key] = question
        return answer
