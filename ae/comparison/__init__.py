"""Runs beside each other: which settings differ, which figures are best, curves on one axis.

Plain values in and out. What is no like quantity never shares a row or an axis.
"""

from ae.comparison.curves import AXES, QUANTITIES, Curve, best_quantity, curve, pca_line, unit
from ae.comparison.export import as_csv
from ae.comparison.metric_table import Column, Figure, figures
from ae.comparison.settings import Setting, settings
from ae.comparison.subjects import BINARISED, MOST, NOTHING, SIZES, name, pair, title

__all__ = [
    "AXES",
    "BINARISED",
    "MOST",
    "NOTHING",
    "QUANTITIES",
    "SIZES",
    "Column",
    "Curve",
    "Figure",
    "Setting",
    "as_csv",
    "best_quantity",
    "curve",
    "figures",
    "name",
    "pair",
    "pca_line",
    "settings",
    "title",
    "unit",
]
