"""Combinations of settings that have no meaning or don't fit this machine, each with the reason."""

from __future__ import annotations

from ae.config.choices import MAX_ACTIVATIONS, MAX_CONV_LAYERS, MAX_PARAMETERS, MAX_WORK
from ae.config.derived import DerivedSettings
from ae.errors import SettingError
from ae.networks import activation_count, parameter_count


def check_meaning(hp: DerivedSettings) -> None:
    """Raise `SettingError` for a combination that has no meaning."""
    _check_loss(hp)
    if hp.code == "variational":
        _check_variational(hp)
    if hp.sparsity == "kl" and hp.code_activation != "sigmoid":
        raise SettingError(
            "code_activation",
            "expected sigmoid with KL sparsity, which compares a mean activity between 0 and 1 "
            f"with its target, got {hp.code_activation}",
        )
    if hp.architecture == "conv":
        _check_conv(hp)
    if not hp.encoder and not hp.decoder_widths:
        if hp.dropout:
            raise SettingError(
                "dropout", f"expected 0 without a hidden layer to drop from, got {hp.dropout:g}"
            )
        if hp.normalization != "none":
            raise SettingError(
                "normalization",
                f"expected none without a hidden layer to normalise, got {hp.normalization}",
            )


def _check_loss(hp: DerivedSettings) -> None:
    if hp.pixels == "binarised" and hp.loss != "bce":
        raise SettingError(
            "loss",
            f"expected bce with binarised pixels, whose likelihood is a Bernoulli's, got {hp.loss}",
        )
    if hp.loss == "bce" and hp.output_activation != "sigmoid":
        raise SettingError(
            "output_activation",
            "expected sigmoid, because binary cross-entropy needs outputs between 0 and 1, "
            f"got {hp.output_activation}",
        )


def _check_variational(hp: DerivedSettings) -> None:
    if hp.loss != "bce":
        raise SettingError(
            "loss",
            "expected bce with a variational code: its reconstruction is counted in nats, as KL "
            f"is, and a squared error is not, got {hp.loss}",
        )
    if hp.code_activation != "linear":
        raise SettingError(
            "code_activation",
            "expected linear with a variational code, whose means and log-variances take any "
            f"value, got {hp.code_activation}",
        )
    if hp.sparsity != "none":
        raise SettingError(
            "sparsity",
            "expected none with a variational code, whose KL already shapes it and whose numbers "
            f"are never zero, got {hp.sparsity}",
        )
    if hp.contractive:
        raise SettingError(
            "contractive",
            "expected 0 with a variational code, whose noise already smooths it, "
            f"got {hp.contractive:g}",
        )


def _check_conv(hp: DerivedSettings) -> None:
    for name, widths in (("encoder", hp.encoder), ("decoder", hp.decoder_widths)):
        if not 1 <= len(widths) <= MAX_CONV_LAYERS:
            raise SettingError(
                name,
                f"expected 1 to {MAX_CONV_LAYERS} convolutional layers (each halves the image's "
                f"side, which is 28), got {len(widths)}",
            )


def check_size(hp: DerivedSettings) -> None:
    """Raise `SettingError` for a network or a run that is too large for a laptop."""
    layers = hp.layers()
    parameters = parameter_count(layers)
    if parameters > MAX_PARAMETERS:
        raise SettingError(
            "encoder",
            f"expected at most {MAX_PARAMETERS:,} parameters in the whole network (so that "
            f"it fits a laptop's memory), got {parameters:,}",
        )
    an_image = activation_count(layers)
    if an_image * hp.batch_size > MAX_ACTIVATIONS:
        raise SettingError(
            "batch_size",
            f"expected at most {MAX_ACTIVATIONS // an_image:,} with this network (so that its "
            f"layers' outputs fit a laptop's memory), got {hp.batch_size:,}",
        )
    if hp.work > MAX_WORK:
        most = int(MAX_WORK / (hp.work / hp.steps))
        raise SettingError(
            "steps",
            f"expected at most {most:,} with this network and batch size (about three hours "
            f"on two cores), got {hp.steps:,}",
        )
