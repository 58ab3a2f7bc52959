"""The help of a form's field: what was changed, what it does, what it needs, what it accepts."""

from __future__ import annotations

from ae.config import FIELDS, as_text
from ae.diagnosis import learning_rate_help
from ae.presets import preset
from pages.ui.form.values import FormValues


def help_text(name: str, values: FormValues) -> str:
    """All of it, a paragraph each."""
    paragraphs = (
        preset_hint(name, values),
        inactive_reason(name, values),
        FIELDS[name].help,
        _of_the_optimizer(values) if name == "learning_rate" else "",
        _accepted(name),
    )
    return "\n\n".join(filter(None, paragraphs))


def inactive_reason(name: str, values: FormValues) -> str:
    """What another field would have to be for this one to do something; "" if it is."""
    needs = FIELDS[name].needs
    if needs is None or values.raw[needs[0]] in needs[1]:
        return ""
    other = FIELDS[needs[0]]
    wanted = " or ".join((other.choices or {})[value] for value in needs[1])
    return f"Does something only with {other.label}: {wanted}."


def preset_hint(name: str, values: FormValues) -> str:
    """What the preset has, where the form has something else."""
    if values.preset is None or name not in values.changed:
        return ""
    value, choices = getattr(preset(values.preset), name), FIELDS[name].choices
    in_words = choices[value] if choices else as_text(value) or "no layers"
    return f"Changed: the preset has {in_words}."


def _of_the_optimizer(values: FormValues) -> str:
    """What is usual depends on what makes a step of a gradient."""
    is_variational = values.raw["code"] == "variational"
    return learning_rate_help(values.raw["optimizer"], is_variational)


def _accepted(name: str) -> str:
    field = FIELDS[name]
    where = "In links and on the command line: " if field.choices else "Accepts "
    return f"{where}{field.accepts}."
