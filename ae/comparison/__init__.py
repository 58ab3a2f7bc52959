"""Runs beside each other: which settings differ, which metrics are best, curves on one axis.

Plain values in and out. Unlike quantities never share a row or an axis.
"""

from ae.comparison.advice import advice
from ae.comparison.curves import QUANTITIES, CurveKind, curve_kind, default_quantity
from ae.comparison.export import as_csv
from ae.comparison.fairness import Conditions, fair_groups, pca_conditions, why_no_match
from ae.comparison.labels import BINARISED
from ae.comparison.metric_table import MetricColumn, MetricRow, metric_rows
from ae.comparison.runs import MAX_RUNS, PAIR_CODE_SIZES, plain_and_variational
from ae.comparison.settings import SettingRow, setting_rows
from ae.formatting import NO_VALUE

__all__ = [
    "BINARISED",
    "MAX_RUNS",
    "NO_VALUE",
    "PAIR_CODE_SIZES",
    "QUANTITIES",
    "Conditions",
    "CurveKind",
    "MetricColumn",
    "MetricRow",
    "SettingRow",
    "advice",
    "as_csv",
    "curve_kind",
    "default_quantity",
    "fair_groups",
    "metric_rows",
    "pca_conditions",
    "plain_and_variational",
    "setting_rows",
    "why_no_match",
]
