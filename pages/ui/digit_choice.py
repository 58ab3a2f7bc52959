"""Which sixteen test digits a page shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from ae.data import SHOWN

COUNT = 16
CHOICES = {
    "first": "The first sixteen",
    "random": "Sixteen at random",
    "digit": "One digit",
    "best": "The best reconstructed",
    "worst": "The worst reconstructed",
}
_REDRAWS = "digits drawn again"


@dataclass(frozen=True)
class DigitChoice:
    """A way to choose sixteen test digits.

    Attributes:
        kind: of `CHOICES`.
        digit: which one, where only one is asked for.
        seed: another draws others at random.
    """

    kind: str
    digit: int
    seed: int

    def indices(self, errors: np.ndarray, labels: np.ndarray) -> list[int]:
        """Sixteen places among the test images.

        Args:
            errors: float32 (n,), one per image.
            labels: uint8 (n,).
        """
        if self.kind in ("best", "worst"):
            order = np.argsort(errors, kind="stable")
            return (order[:COUNT] if self.kind == "best" else order[::-1][:COUNT]).tolist()
        if self.kind == "first":
            return list(SHOWN)
        is_one_digit = self.kind == "digit"
        candidates = np.flatnonzero(labels == self.digit) if is_one_digit else len(labels)
        chosen = np.random.default_rng(self.seed).choice(candidates, COUNT, replace=False)
        return np.sort(chosen).tolist()


def choose_digits() -> DigitChoice:
    """The menus of the choice, and what is chosen in them.

    The button has its place also where it does nothing: what stands below does not move.
    """
    kind = st.selectbox("Show", list(CHOICES), format_func=CHOICES.__getitem__, width="stretch")
    digit = st.selectbox("Digit", range(10), width=115) if kind == "digit" else 0
    seed = st.session_state.setdefault(_REDRAWS, 0)
    can_redraw = kind in ("random", "digit")
    if st.button("Draw others", icon=":material/casino:", disabled=not can_redraw):
        seed = st.session_state[_REDRAWS] = seed + 1
    return DigitChoice(kind, digit, seed)
