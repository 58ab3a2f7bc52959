"""Why a run learned nothing or blew up, and what to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ae.config import FIELDS, Hyperparameters, as_text
from ae.data import load_dataset
from ae.diagnosis.rates import is_far_too_high, is_far_too_low, usual_rate, what_it_does
from ae.store import Outcome, Run

# A code says nothing of an image below so many nats.
_SILENT = 0.5
# With so much dropout or noise hardly anything of an image gets through.
_DROWNED = 0.7


@dataclass(frozen=True)
class Cause:
    """What went wrong.

    Attributes:
        reason: one sentence.
        advice: what to do, to follow "Try ".
        changes: the settings that do it.
    """

    reason: str
    advice: str
    changes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def in_words(self) -> str:
        """The reason and the advice."""
        return " ".join(filter(None, [self.reason, f"Try {self.advice}."]))


def last_rate(run: Run) -> float:
    """The base learning rate that a run trained with at last."""
    return run.rate_changes[-1][1] if run.rate_changes else run.hp.learning_rate


def is_black(run: Run) -> bool:
    """No output pixel ever lights up, or hardly one, for any test image."""
    return run.test.get("dead_pixels", 0) >= 0.85 * _inked_pixels(run.hp.dataset)


def is_hopeless(run: Run) -> bool:
    """Whatever the number of steps, it won't learn."""
    return is_black(run) or is_far_too_high(run.hp, last_rate(run))


def find_cause(run: Run) -> Cause:
    """Why a run that has ended with figures and an outcome came to that."""
    hp, rate = run.hp, last_rate(run)
    if run.outcome is Outcome.BLEW_UP or is_far_too_high(hp, rate):
        return _too_high(run, hp, rate)
    if is_black(run) and hp.output_activation == "relu":
        return Cause(
            "Nearly all pixels are black: ReLU gives 0 for whatever is below 0, and no gradient "
            "gets through it to bring a pixel back.",
            "a sigmoid output",
            {"output_activation": "sigmoid"},
        )
    return _silent_code(run, hp) or _too_little(run, hp, rate) or _stuck(run, hp)


def _too_high(run: Run, hp: Hyperparameters, rate: float) -> Cause:
    usual = usual_rate(hp)
    slower = usual if rate > 2 * usual else rate / 10
    black = " Nearly all pixels are black since." if is_black(run) else ""
    return Cause(
        what_it_does(hp, rate) + black,
        f"a learning rate of {as_text(slower)}",
        {"learning_rate": slower},
    )


def _silent_code(run: Run, hp: Hyperparameters) -> Cause | None:
    """The code says nothing, so that every image gets the same answer."""
    if hp.is_variational and run.test.get("kl", _SILENT) < _SILENT:
        reason = "The code says nothing of an image: its KL divergence is nearly zero."
        if hp.beta > 1:
            return Cause(reason, "a beta of 1", {"beta": 1.0})
        return Cause(reason, "a KL warm-up over a fifth of the run", {"kl_warmup": 0.2})
    # A scaled-down code can hold as much as another, and one that is at rest can not.
    is_at_rest = run.test.get("code_at_rest", 0) > 0.98
    if not is_at_rest and run.test.get("dead_units", 0) < hp.latent_dim:
        return None
    penalty = heaviest_penalty(hp)
    if penalty:
        smaller = getattr(hp, penalty) / 100
        label = FIELDS[penalty].label.lower()
        return Cause(
            "The penalty rules the loss: every number of the code is at zero.",
            f"a {label} of {as_text(smaller)}",
            {penalty: smaller},
        )
    return Cause(
        "The code is the same for every image, and so is what is made of it.",
        "a linear code",
        {"code_activation": "linear"},
    )


def heaviest_penalty(hp: Hyperparameters) -> str | None:
    """The field of a penalty that is in use; that on the code comes first."""
    in_use = {
        "sparsity_weight": hp.sparsity != "none",
        "contractive": hp.contractive > 0,
        "weight_decay": hp.weight_decay > 0 and hp.optimizer != "adamw",
    }
    return next((name for name, is_in_use in in_use.items() if is_in_use), None)


def _too_little(run: Run, hp: Hyperparameters, rate: float) -> Cause | None:
    """Nothing is wrong but how far it got, or how much it was shown."""
    if is_far_too_low(hp, rate):
        return Cause(
            f"At a learning rate of {as_text(rate)} its weights hardly moved in "
            f"{run.step:,} steps.",
            f"one of {as_text(usual_rate(hp))}",
            {"learning_rate": usual_rate(hp)},
        )
    if hp.dropout >= _DROWNED:
        return Cause("Dropout lets hardly anything through.", "0.1 of it", {"dropout": 0.1})
    if hp.noise != "none" and hp.noise_level >= _DROWNED:
        return Cause("Hardly anything is left of a digit under so much noise.",
                     "a noise level of 0.4", {"noise_level": 0.4})  # fmt: skip
    return None


def _stuck(run: Run, hp: Hyperparameters) -> Cause:
    slow = [hp.activation] * bool(hp.encoder or hp.decoder_widths)
    if "sigmoid" in slow:
        return Cause(
            "Through sigmoid layers hardly any gradient gets back to the first ones.",
            "ReLU as activation",
            {"activation": "relu"},
        )
    if hp.optimizer == "sgd":
        return Cause(
            "It gives nearly the same image whatever it is shown.", "Adam at 0.001",
            {"optimizer": "adam", "learning_rate": 0.001},
        )  # fmt: skip
    longer = min(10 * run.step, 20_000) if run.step < 2_000 else 10 * run.step
    return Cause(
        "It gives nearly the same image whatever it is shown.",
        f"{longer:,} steps",
        {"steps": min(longer, 500_000)},
    )


@lru_cache(maxsize=4)
def _inked_pixels(dataset: str) -> int:
    """How many pixels have ink in some test image."""
    return int((load_dataset(dataset).test.pixels > 0).any(axis=0).sum())
