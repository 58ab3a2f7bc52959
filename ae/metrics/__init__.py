"""How good a model is, in NumPy: one definition for models and baselines."""

from ae.metrics.catalogue import METRICS, Metric
from ae.metrics.errors import EPSILON, cross_entropies, cross_entropy, psnr, squared_errors, ssim
from ae.metrics.evaluation import Evaluation, Reconstructs, bound_parts, evaluate, evaluate_each

__all__ = [
    "EPSILON",
    "METRICS",
    "Evaluation",
    "Metric",
    "Reconstructs",
    "bound_parts",
    "cross_entropies",
    "cross_entropy",
    "evaluate",
    "evaluate_each",
    "psnr",
    "squared_errors",
    "ssim",
]
