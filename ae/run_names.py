"""How runs are called: by their user's own name, or by their preset and what differs from it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from ae.config import FIELDS, Hyperparameters
from ae.config.fields import as_text
from ae.presets import PRESETS
from ae.store import Run

# With more than so many settings changed a preset says less of a run than it hides; with fewer
# where nobody chose it and it is but the nearest.
MOST_CHANGES, MOST_FROM_NEAREST = 6, 4
# A name has so many of them, and the code size; a menu adds those that tell two runs apart.
NAMED_CHANGES = 3
CUSTOM = "Custom"
# The code size comes last and by its short word: it is what runs are told apart by most often.
_ORDER = [*(name for name in FIELDS if name != "latent_dim"), "latent_dim"]


def run_name(run: Run) -> str:
    """Its given name, or the made one: "Article, learning rate 10, code 32"."""
    return run.name or made_name(run)


def made_name(run: Run) -> str:
    """What a run is called until its user gives it a name."""
    return _made_name(run.preset, run.hp)


def unique_names(runs: Iterable[Run]) -> dict[str, str]:
    """The names of runs side by side, by id; those that would read alike say what tells them apart.

    First the settings that differ among them, then when they were started, then their ids.
    """
    listed = list({run.id: run for run in runs}.values())
    names = {run.id: run_name(run) for run in listed}
    for tell in (_differing_settings, _times_of_start, _ids):
        for alike in _groups_of_alike(listed, names):
            for run, addition in zip(alike, tell(alike), strict=True):
                names[run.id] = ", ".join(filter(None, [names[run.id], addition]))
    return names


@lru_cache(maxsize=1024)
def _made_name(preset: str | None, hp: Hyperparameters) -> str:
    base, changes = _base_and_changes(preset, hp)
    if base is None:
        return f"{CUSTOM} {_kind_in_words(hp)}, code {hp.latent_dim}"
    others = [name for name in changes if name != "latent_dim"]
    unnamed = len(others) - NAMED_CHANGES
    words = [_setting_in_words(name, hp) for name in others[:NAMED_CHANGES]]
    words += [f"{unnamed} more changed"] * (unnamed > 0)
    words += [_setting_in_words("latent_dim", hp)] * ("latent_dim" in changes)
    return ", ".join([PRESETS[base].short, *words])


def _base_and_changes(preset: str | None, hp: Hyperparameters) -> tuple[str | None, list[str]]:
    """The preset that settings come from, or are nearest to, and the fields that differ from it.

    (None, []) where too many do.
    """
    if preset in PRESETS:
        base, most = preset, MOST_CHANGES
    else:
        base = min(PRESETS, key=lambda key: len(_changes(hp, PRESETS[key].hp)))
        most = MOST_FROM_NEAREST
    changes = _changes(hp, PRESETS[base].hp)
    return (base, changes) if len(changes) <= most else (None, [])


def _changes(hp: Hyperparameters, base: Hyperparameters) -> list[str]:
    """The fields that differ, but for those that do nothing in both."""
    differing = hp.differences(base)
    return [
        name
        for name in _ORDER
        if name in differing and not (hp.does_nothing(name) and base.does_nothing(name))
    ]


def _kind_in_words(hp: Hyperparameters) -> str:
    """What makes a network more than a plain one: "denoising variational"."""
    words = ["denoising"] * (hp.noise != "none") + ["sparse"] * (hp.sparsity != "none")
    words += ["contractive"] * (hp.contractive > 0) + ["variational"] * hp.is_variational
    words += ["convolutional"] * (hp.architecture == "conv")
    return " ".join(words or ["plain"])


def _setting_in_words(name: str, hp: Hyperparameters) -> str:
    """A setting by its field's label: "learning rate 10", "2,000 steps", "code 32"."""
    value = getattr(hp, name)
    if name == "latent_dim":
        return f"code {value}"
    if name == "steps":
        return f"{value:,} steps"
    return f"{_within_a_sentence(FIELDS[name].label)} {_value_in_words(name, value)}"


def _value_in_words(name: str, value: Any) -> str:
    choices = FIELDS[name].choices
    if choices is not None:
        words = choices[value].partition(" (")[0]  # not "linear (none)"
        return _within_a_sentence(words) if name == "loss" else words
    if isinstance(value, tuple):
        return "-".join(map(str, value)) or "none"
    return as_text(value)


def _within_a_sentence(words: str) -> str:
    """Without its capital; an abbreviation, as in "KL warm-up", keeps it."""
    return words if words[:2].isupper() else words[0].lower() + words[1:]


def _groups_of_alike(runs: list[Run], names: dict[str, str]) -> list[list[Run]]:
    """The runs that share a name, for each name that is not one run's alone."""
    count = Counter(names.values())
    shared = [name for name in count if count[name] > 1]
    return [[run for run in runs if names[run.id] == name] for name in shared]


def _differing_settings(alike: list[Run]) -> list[str]:
    """Of each run the settings in which not all are the same."""
    first, *others = alike
    differing = {name for run in others for name in _changes(run.hp, first.hp)}
    names = [name for name in _ORDER if name in differing][:NAMED_CHANGES]
    return [", ".join(_setting_in_words(name, run.hp) for name in names) for run in alike]


def _times_of_start(alike: list[Run]) -> list[str]:
    """When each was started: the day only where they are of several, seconds where minutes agree.

    In the local time of this machine, as a class and its teacher have it.
    """
    moments = [time.localtime(run.created) for run in alike]
    day = "%-d %b " if len({moment[:3] for moment in moments}) > 1 else ""
    to_the_minute = [time.strftime(f"started {day}%H:%M", moment) for moment in moments]
    if len(set(to_the_minute)) == len(alike):
        return to_the_minute
    return [time.strftime(f"started {day}%H:%M:%S", moment) for moment in moments]


def _ids(alike: list[Run]) -> list[str]:
    """As much of each id as tells them apart, four letters at least."""
    length = next(n for n in range(4, 33) if len({run.id[:n] for run in alike}) == len(alike))
    return [run.id[:length] for run in alike]
