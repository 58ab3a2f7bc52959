"""Runs beside each other: which settings differ, which metrics are best, curves on one axis.

Plain values in and out. Unlike quantities never share a row or an axis.
"""

from ae.comparison.curves import (
    AXES,
    QUANTITIES,
    Curve,
    curve_unit,
    default_quantity,
    loss_curve,
    pca_error,
)
from ae.comparison.export import as_csv
from ae.comparison.labels import BINARISED
from ae.comparison.metric_table import MetricColumn, MetricRow, metric_rows
from ae.comparison.runs import MAX_RUNS, PAIR_CODE_SIZES, plain_and_variational
from ae.comparison.settings import SettingRow, setting_rows
from ae.formatting import NO_VALUE

__all__ = [
    "AXES",
    "BINARISED",
    "MAX_RUNS",
    "NO_VALUE",
    "PAIR_CODE_SIZES",
    "QUANTITIES",
    "Curve",
    "MetricColumn",
    "MetricRow",
    "SettingRow",
    "as_csv",
    "curve_unit",
    "default_quantity",
    "loss_curve",
    "metric_rows",
    "pca_error",
    "plain_and_variational",
    "setting_rows",
]
