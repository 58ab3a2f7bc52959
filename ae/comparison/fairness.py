"""Under which conditions a run was measured: only what shares them is compared fairly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

from ae.comparison.labels import image_kind
from ae.config.choices import NOISES
from ae.networks import PIXELS
from ae.store import Run


@dataclass(frozen=True)
class Conditions:
    """How many numbers the code has, which images there were and how they were spoiled.

    Attributes:
        dataset, pixels: as in `Hyperparameters`.
        noise: its kind and level in words; "" for none.
    """

    code_size: int
    dataset: str = "mnist"
    pixels: str = "grey"
    noise: str = ""

    @classmethod
    def of(cls, run: Run) -> Self:
        """Those of a run."""
        hp = run.hp
        noise = "" if hp.noise == "none" else f"noise: {NOISES[hp.noise]}, {hp.noise_level:g}"
        return cls(hp.latent_dim, hp.dataset, hp.pixels, noise)

    @property
    def of_pca(self) -> Conditions:
        """Those of PCA with as many numbers: it is shown the clean grey images."""
        size = min(self.code_size, PIXELS)
        return replace(self, code_size=size, pixels="grey", noise="")

    @property
    def in_words(self) -> str:
        """The code size and what is special about the images: "Code size 8, noise: masking"."""
        images = image_kind(self.dataset, self.pixels, names_dataset=self.dataset != "mnist")
        return ", ".join(filter(None, [f"Code size {self.code_size:,}", images, self.noise]))


def pca_conditions(runs: Iterable[Conditions]) -> list[Conditions]:
    """Those of every PCA that belongs beside these runs: one for each of their code sizes."""
    return list(dict.fromkeys(conditions.of_pca for conditions in runs))


def fair_groups(conditions: Sequence[Conditions]) -> list[list[int]]:
    """Places of equal conditions together; groups in the order of their first."""
    groups: dict[Conditions, list[int]] = {}
    for place, each in enumerate(conditions):
        groups.setdefault(each, []).append(place)
    return list(groups.values())


def why_no_match(conditions: Sequence[Conditions]) -> dict[str, list[int]]:
    """Places of those that nothing is fairly compared with, by the reason: half a sentence."""
    reasons: dict[str, list[int]] = {}
    for group in fair_groups(conditions):
        if len(group) == 1:
            size = conditions[group[0]].code_size
            is_only_one = sum(each.code_size == size for each in conditions) == 1
            reason = (
                "no other here has its code size"
                if is_only_one
                else "no other with its code size was shown the same images"
            )
            reasons.setdefault(reason, []).extend(group)
    return reasons
