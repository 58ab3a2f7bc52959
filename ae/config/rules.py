"""Combinations of settings that have no meaning or don't fit this machine, each with the reason."""

from __future__ import annotations

from typing import Any

from ae.config.choices import MAX_ACTIVATIONS, MAX_CONV_LAYERS, MAX_PARAMETERS, MAX_WORK
from ae.config.derived import DerivedSettings
from ae.config.fields import as_text
from ae.config.settings import FIELDS
from ae.errors import SettingError
from ae.networks import activation_count, parameter_count


def check_meaning(hp: DerivedSettings) -> None:
    """Raise `SettingError` for a combination that has no meaning."""
    _check_loss(hp)
    if hp.code == "variational":
        _check_variational(hp)
    if hp.sparsity == "kl" and hp.code_activation != "sigmoid":
        raise _refusal(
            hp,
            "code_activation",
            "sigmoid",
            " with KL sparsity, which compares a mean activity between 0 and 1 with its target",
        )
    if hp.architecture == "conv":
        _check_conv(hp)
    if not hp.encoder and not hp.decoder_widths:
        if hp.dropout:
            raise _refusal(hp, "dropout", 0.0, " without a hidden layer to drop from")
        if hp.normalization != "none":
            raise _refusal(hp, "normalization", "none", " without a hidden layer to normalise")


def _refusal(hp: DerivedSettings, name: str, expected: Any, why: str) -> SettingError:
    """The error for a field that has to have one value with the others as they are."""
    field = FIELDS[name]
    in_words = field.choices[expected] if field.choices else as_text(expected)
    return SettingError(
        name,
        f"expected {as_text(expected)}{why}, got {as_text(getattr(hp, name))}",
        f"{field.label} must be {in_words}{why}.",
    )


def _check_loss(hp: DerivedSettings) -> None:
    if hp.pixels == "binarised" and hp.loss != "bce":
        raise _refusal(
            hp, "loss", "bce", " with binarised pixels, whose likelihood is a Bernoulli's"
        )
    if hp.loss == "bce" and hp.output_activation != "sigmoid":
        raise _refusal(
            hp,
            "output_activation",
            "sigmoid",
            ", because binary cross-entropy needs outputs between 0 and 1",
        )


def _check_variational(hp: DerivedSettings) -> None:
    if hp.loss != "bce":
        raise _refusal(
            hp,
            "loss",
            "bce",
            " with a variational code: its reconstruction is counted in nats, as KL is, and a "
            "squared error is not",
        )
    if hp.code_activation != "linear":
        raise _refusal(
            hp,
            "code_activation",
            "linear",
            " with a variational code, whose means and log-variances take any value",
        )
    if hp.sparsity != "none":
        raise _refusal(
            hp,
            "sparsity",
            "none",
            " with a variational code, whose KL already shapes it and whose numbers are never zero",
        )
    if hp.contractive:
        raise _refusal(
            hp, "contractive", 0.0, " with a variational code, whose noise already smooths it"
        )


def _check_conv(hp: DerivedSettings) -> None:
    for name, widths in (("encoder", hp.encoder), ("decoder", hp.decoder_widths)):
        if not 1 <= len(widths) <= MAX_CONV_LAYERS:
            raise FIELDS[name].refusal(
                name,
                f"1 to {MAX_CONV_LAYERS} convolutional layers (each halves the image's side, "
                "which is 28)",
                str(len(widths)),
            )


def check_size(hp: DerivedSettings) -> None:
    """Raise `SettingError` for a network or a run that is too large for a laptop."""
    layers = hp.layers()
    parameters = parameter_count(layers)
    if parameters > MAX_PARAMETERS:
        accepted = (
            f"at most {MAX_PARAMETERS:,} parameters in the whole network (so that it fits a "
            "laptop's memory)"
        )
        raise SettingError(
            "encoder",
            f"expected {accepted}, got {parameters:,}",
            f"{FIELDS['encoder'].label} must make {accepted}, not {parameters:,}.",
        )
    an_image = activation_count(layers)
    if an_image * hp.batch_size > MAX_ACTIVATIONS:
        raise FIELDS["batch_size"].refusal(
            "batch_size",
            f"at most {MAX_ACTIVATIONS // an_image:,} with this network (so that its layers' "
            "outputs fit a laptop's memory)",
            f"{hp.batch_size:,}",
        )
    if hp.work > MAX_WORK:
        most = int(MAX_WORK / (hp.work / hp.steps))
        raise FIELDS["steps"].refusal(
            "steps",
            f"at most {most:,} with this network and batch size (about three hours on two cores)",
            f"{hp.steps:,}",
        )
