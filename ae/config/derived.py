"""What follows from the settings: the network, the parts of the loss, the work."""

from __future__ import annotations

from dataclasses import dataclass

from ae.config.settings import Settings
from ae.networks import Layer, network_layers


@dataclass(frozen=True)
class DerivedSettings(Settings):
    """Settings with what follows from them; not yet checked."""

    @property
    def decoder_widths(self) -> tuple[int, ...]:
        """The decoder's hidden widths, mirrored from the encoder unless set apart."""
        return self.encoder[::-1] if self.decoder is None else self.decoder

    @property
    def is_variational(self) -> bool:
        """Its code is a distribution, and its losses are nats per image."""
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
            return "nats per image"
        return {"mse": "mean squared error per pixel", "bce": "cross-entropy per pixel (nats)"}[
            self.loss
        ]

    @property
    def parts(self) -> tuple[str, ...]:
        """The loss's parts, where it has more than one, in the order in which they are kept."""
        parts = ["reconstruction"]
        parts += ["kl"] * self.is_variational
        parts += ["regularisation"] * self.is_penalised
        return tuple(parts) if len(parts) > 1 else ()

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
