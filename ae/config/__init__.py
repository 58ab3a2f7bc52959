"""Hyperparameters: one frozen, validated record, with the names, bounds and words of each field.

One entry a field, in `ae.config.settings`, makes the form on the page, the link in the address bar,
the command line and the error message: nothing about a field is written twice.
"""

from ae.config.choices import (
    ACTIVATIONS,
    DATASETS,
    GROUPS,
    INITIALIZERS,
    LOSSES,
    MAX_ACTIVATIONS,
    MAX_LAYERS,
    MAX_PARAMETERS,
    MAX_WIDTH,
    MAX_WORK,
    OPTIMIZERS,
)
from ae.config.fields import Field, as_text
from ae.config.record import Hyperparameters, parse
from ae.config.settings import FIELDS

__all__ = [
    "ACTIVATIONS",
    "DATASETS",
    "FIELDS",
    "GROUPS",
    "INITIALIZERS",
    "LOSSES",
    "MAX_ACTIVATIONS",
    "MAX_LAYERS",
    "MAX_PARAMETERS",
    "MAX_WIDTH",
    "MAX_WORK",
    "OPTIMIZERS",
    "Field",
    "Hyperparameters",
    "as_text",
    "parse",
]
