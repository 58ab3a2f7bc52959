"""What takes seconds, made by a worker for whoever waits, and kept with its run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ae.cluster.codes import codes_at
from ae.cluster.ready_models import model_at
from ae.cluster.samplers import make_sampler
from ae.cluster.scoring import score_samples
from ae.errors import Cancelled
from ae.latent import latent_map
from ae.latent.latent_map import MapChoice
from ae.latent.sampling import SamplerChoice
from ae.results import ScoreChoice, parse_result
from ae.store import Store


@dataclass(frozen=True)
class Task:
    """A result to make.

    Attributes:
        step: of the weights.
        name: as `ae.results.parse_result` reads it.
    """

    store: Store
    run: str
    step: int
    name: str

    def report(self, share: float) -> None:
        """So much of it is done, 0 to 1.

        Raises:
            Cancelled: if nobody waits for it any more.
        """
        if not self.store.report_share(self.run, self.name, self.step, share):
            raise Cancelled("Nobody waits for it any more.")


def _draw_map(task: Task, choice: MapChoice) -> bytes:
    codes = codes_at(task.store, task.run, task.step)
    drawn = latent_map.draw_map(codes, choice, task.report)
    return drawn.as_file(task.run, task.step, choice)


def _fit_sampler(task: Task, choice: SamplerChoice) -> bytes:
    model = model_at(task.store, task.run, task.step)
    return make_sampler(model, choice, task.report).as_file(task.run, task.step)


def _score(task: Task, choice: ScoreChoice) -> bytes:
    return score_samples(task.store, task.run, task.step, choice, task.report)


# What makes a result, by the type that its name is read as.
_MAKERS: dict[type, Callable[[Task, Any], bytes]] = {
    MapChoice: _draw_map,
    SamplerChoice: _fit_sampler,
    ScoreChoice: _score,
}


def make_result(store: Store, run: str, step: int, name: str) -> dict[str, Any]:
    """Make a result and keep it in the store, where somebody has asked for it.

    Args:
        store: it is told how far it is.
        run: its id.
        step: of the weights.
        name: as `ae.results.parse_result` reads it.

    Raises:
        SettingError: if it is no result's name.
        Cancelled: if nobody waits for it any more.
        NoWeights: if the run has other weights by now.
    """
    choice = parse_result(name)
    content = _MAKERS[type(choice)](Task(store, run, step, name), choice)
    store.keep_result(run, name, step, content)
    return {"step": step}
