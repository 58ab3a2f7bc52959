"""The record itself."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from ae.config.descriptions import FIELDS
from ae.config.fields import as_text
from ae.config.rules import check_meaning, check_size
from ae.errors import SettingError
from ae.networks import Layer, network_layers


@dataclass(frozen=True)
class Hyperparameters:
    """Everything that decides a run's result, validated at construction.

    What each field means and accepts stands in `FIELDS`. A field that does nothing with the
    others as they are (a noise level without noise) keeps its value and changes no result.

    Raises:
        SettingError: naming the field, what it accepts and what it got.
    """

    dataset: str = "mnist"
    pixels: str = "grey"
    noise: str = "none"
    noise_level: float = 0.4  # the published denoising figures are at 0.4
    architecture: str = "dense"
    encoder: tuple[int, ...] = (784, 256)
    latent_dim: int = 128
    decoder: tuple[int, ...] | None = None
    activation: str = "relu"
    code_activation: str = "linear"
    output_activation: str = "sigmoid"
    normalization: str = "none"
    dropout: float = 0.0
    kernel_initializer: str = "glorot_uniform"
    bias_initializer: str = "zeros"
    code: str = "plain"
    beta: float = 1.0
    kl_warmup: float = 0.0
    free_bits: float = 0.0
    sparsity: str = "none"
    sparsity_weight: float = 1e-5  # the Keras blog's
    sparsity_target: float = 0.05
    contractive: float = 0.0
    loss: str = "mse"
    weight_decay: float = 0.0
    optimizer: str = "adam"
    learning_rate: float = 0.001
    momentum: float = 0.9
    schedule: str = "constant"
    warmup: float = 0.0
    clip_norm: float = 0.0
    batch_size: int = 256
    steps: int = 1000
    early_stopping: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        for name, info in FIELDS.items():
            object.__setattr__(self, name, info.check(name, getattr(self, name)))
        check_meaning(self)
        check_size(self)

    @property
    def decoder_widths(self) -> tuple[int, ...]:
        """The decoder's hidden widths, mirrored from the encoder unless set apart."""
        return self.encoder[::-1] if self.decoder is None else self.decoder

    @property
    def is_variational(self) -> bool:
        """Its code is a distribution, and its losses are nats an image."""
        return self.code == "variational"

    @property
    def is_penalised(self) -> bool:
        """Its loss has a part that is neither reconstruction nor KL.

        AdamW's decay is no part of the loss: it takes from the weights beside the gradient.
        """
        decay = self.weight_decay > 0 and self.optimizer != "adamw"
        return decay or self.sparsity != "none" or self.contractive > 0

    @property
    def loss_unit(self) -> str:
        """What the loss counts, for an axis."""
        if self.is_variational:
            return "nats an image"
        return {"mse": "mean squared error a pixel", "bce": "cross-entropy a pixel (nats)"}[
            self.loss
        ]

    @property
    def parts(self) -> tuple[str, ...]:
        """The loss's parts, where it has more than one, in the order in which they are kept."""
        found = ["reconstruction"]
        found += ["kl"] * self.is_variational
        found += ["regularisation"] * self.is_penalised
        return tuple(found) if len(found) > 1 else ()

    def layers(self) -> list[Layer]:
        """The network as plain values, input to output."""
        return network_layers(self)

    @property
    def work(self) -> float:
        """Multiply-adds of the whole run, forward and backward."""
        first, *rest = self.layers()
        per_image = 2 * first.products + 3 * sum(x.products for x in rest)
        if self.contractive:
            per_image += 4 * sum(x.products for x in (first, *rest) if x.part == "encoder")
        return float(per_image) * self.batch_size * self.steps

    def does_nothing(self, name: str) -> bool:
        """That field changes no result with the others as they are."""
        needs = FIELDS[name].needs
        return needs is not None and getattr(self, needs[0]) not in needs[1]

    def replace(self, **changes: Any) -> Self:
        """A copy with some fields changed, validated again."""
        _expect_known(changes)
        return dataclasses.replace(self, **changes)

    def differences(self, other: Hyperparameters) -> list[str]:
        """Names of the fields in which two records differ."""
        return [n for n in FIELDS if getattr(self, n) != getattr(other, n)]

    def to_json(self) -> str:
        """One line of JSON that `from_json` reads back."""
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote, also before a field was added.

        Raises:
            SettingError: for a bad value or a field that does not exist.
        """
        try:
            values = json.loads(text)
        except ValueError as error:
            raise SettingError("settings", f"expected JSON, got {text[:60]!r}") from error
        if not isinstance(values, dict):
            raise SettingError("settings", f"expected a JSON object, got {text[:60]!r}")
        _expect_known(values)
        return cls().replace(**values)

    def to_query(self, base: Hyperparameters | None = None) -> dict[str, str]:
        """The fields that differ from `base` (default: the defaults) as a link's parameters."""
        return {n: as_text(getattr(self, n)) for n in self.differences(base or Hyperparameters())}

    @classmethod
    def from_query(cls, query: Mapping[str, str], base: Self | None = None) -> Self:
        """Read a link's parameters; names that are no field are left alone.

        Raises:
            SettingError: for a bad value.
        """
        known = {n: parse(n, query[n]) for n in FIELDS if n in query}
        return (base or cls()).replace(**known)


def _expect_known(names: Iterable[str]) -> None:
    unknown = sorted(set(names) - set(FIELDS))
    if unknown:
        raise SettingError(unknown[0], f"expected one of {', '.join(FIELDS)}, got an unknown field")


def parse(name: str, text: str) -> Any:
    """Read a field's value from text, as typed in a form, a link or on the command line.

    Raises:
        SettingError: if there is no such field or the text is not of its kind.
    """
    _expect_known([name])
    return FIELDS[name].parse(name, text)
