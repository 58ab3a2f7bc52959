"""The form of hyperparameters, made from what `ae.config` says of each field."""

from pages.ui.form.form import Form
from pages.ui.form.values import FormValues

__all__ = ["Form", "FormValues"]
