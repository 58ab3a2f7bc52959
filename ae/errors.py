"""Every error that the library raises on purpose, as one tree.

    AELabError
    ├── SettingError        a hyperparameter (or another named field) has a bad value
    ├── DatasetError        a dataset is unknown, missing or damaged
    ├── StoreError          the run store can't be opened or is newer than this program
    │   ├── UnknownRun      no run has that id
    │   └── UnknownResult   a map, a sampler or scores are asked for that no worker has made
    ├── NotYours            somebody who did not make a run would rename, pin or delete it
    ├── LostAttempt         this process no longer holds the run that it writes to
    ├── NoWeights           the run has no weights to answer with
    ├── NoSampler           nothing can be fitted to a run's codes, or it has no prior
    ├── NotFinite           the run's weights, or what they give, are no finite numbers
    ├── NoWorker            no worker process answered
    ├── NoAnswer            a worker could not answer a question
    ├── Cancelled           somebody called off a long piece of work
    ├── NotReachable        nobody but this machine can open the page
    └── ModelFileError      a file is not a model saved by this program

Messages are for people: a page shows them as they are.
"""

from __future__ import annotations


class AELabError(Exception):
    """Base of all errors raised on purpose."""


class SettingError(AELabError, ValueError):
    """A field has a value that it does not accept.

    Attributes:
        field: the field's name, as in `Hyperparameters`.
        problem: what it accepts and what it got.
        sentence: the same as a page says it, with the field's label.
    """

    def __init__(self, field: str, problem: str, sentence: str = ""):
        self.field, self.problem = field, problem
        super().__init__(f"{field}: {problem}")
        self.sentence = sentence or str(self)

    def __reduce__(self) -> tuple[type, tuple[str, str, str]]:
        return type(self), (self.field, self.problem, self.sentence)


class DatasetError(AELabError):
    """A dataset is unknown, missing or damaged."""


class StoreError(AELabError):
    """The run store can't be opened, or was written by a newer version."""


class UnknownRun(StoreError, KeyError):
    """No run has that id."""

    def __init__(self, run: str):
        self.run = run
        super().__init__(f"There is no run {run!r} in this store.")

    def __str__(self) -> str:
        return str(self.args[0])

    def __reduce__(self) -> tuple[type, tuple[str]]:
        return type(self), (self.run,)


class UnknownResult(StoreError):
    """A map, a sampler or scores of a run are asked for that no worker has made."""


class NotYours(AELabError):
    """Somebody who did not make a run would rename, pin or delete it."""

    def __init__(self) -> None:
        super().__init__(
            "Only the browser that made a run may rename, pin or delete it; what the command line "
            "or a browser without cookies made stays as it is."
        )


class LostAttempt(AELabError):
    """A newer attempt holds the run: whoever gets this stops writing to it."""


class NoWeights(AELabError):
    """The run has no weights yet, or never will."""


class NoSampler(AELabError):
    """Nothing can be fitted to a run's codes, or they have no prior; the message says why."""


class NotFinite(AELabError):
    """The run's weights, or what they give, are no finite numbers: it diverged."""

    def __init__(
        self,
        message: str = "This run's network gives numbers that are not finite: there is nothing "
        "to look at. A smaller learning rate usually keeps them in bounds.",
    ):
        super().__init__(message)


class NoWorker(AELabError):
    """No worker process answered in time."""


class NoAnswer(AELabError):
    """A worker tried to answer a question, and failed."""


class Cancelled(AELabError):
    """Somebody called off a long piece of work."""


class ModelFileError(AELabError):
    """A file is not a model that this program saved."""


class NotReachable(AELabError):
    """Nobody but this machine can open the page; the message says why."""
