"""Runs that have ended, with the figures that a worker would have left."""

import json

from ae.config import Hyperparameters
from ae.metrics.baselines import Line, LineKind
from ae.presets import preset
from ae.store import Kind, Run, State, Wanted
from ae.store.records import lines_to_json

MEAN, PCA = 0.0675, 0.009


def ended(test, hp=None, mean=MEAN, **fields):
    """A run of `hp`, the article's settings by default, with these figures on the test images."""
    hp = hp or preset("article")
    lines = [Line(LineKind.MEAN_IMAGE, "mean image", mean)]
    values = {
        "id": "r", "owner": "o", "kind": Kind.AUTOENCODER, "parent": None, "preset": None,
        "settings": hp.to_json(), "state": State.FINISHED, "wanted": Wanted.RUN, "attempt": 1,
        "deaths": 0, "step": hp.steps, "steps": hp.steps, "parameters": 1, "worker": None,
        "ms_per_step": 5.0, "train_loss": 0.1, "validation_loss": 0.1, "message": "",
        "baselines": lines_to_json(lines), "metrics": json.dumps(test) if test else None,
        "created": 0.0, "queued": 0.0, "started": 0.0, "ended": 1.0, "heartbeat": None,
        "wanted_rate": None, "rates": None,
    }  # fmt: skip
    return Run(**(values | fields))


def settings(**changes):
    return Hyperparameters(**changes)
