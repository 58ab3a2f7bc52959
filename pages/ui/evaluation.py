"""The metrics of a finished run on the test images, each with what it means."""

from __future__ import annotations

import streamlit as st

from ae.data import TEST_SIZE
from ae.metrics import METRICS
from ae.store import Run

# For a page to bring once: Streamlit's own metrics are made for three of them; here are a dozen.
STYLE = """
[class*="-test-metrics"] [data-testid="stMetricValue"] {
  font-size: 1.15rem; font-variant-numeric: tabular-nums;
}
[class*="-test-metrics"] [data-testid="stMetricValue"] small { font-size: 0.75rem; opacity: 0.75; }
:is([class*="-test-metrics"], [class*="-three-figures"]) [data-testid="stMetricLabel"] * {
  white-space: normal;
}
[class*="-three-figures"] [data-testid="stMetricValue"] {
  font-size: 1.5rem; font-variant-numeric: tabular-nums;
}
"""


def images_in_words(run: Run) -> str:
    """On what they are measured."""
    noise = " shown with noise" if run.hp.noise != "none" else ""
    pixels = "binarised " if run.hp.pixels == "binarised" else ""
    return f"the {TEST_SIZE:,} {pixels}test images{noise}"


def show_evaluation(run: Run, key: str) -> None:
    """What the worker measured when the run ended; nothing before that.

    Args:
        run: the run.
        key: its own for each evaluation of a page, which brings `STYLE`.
    """
    values = run.test
    if not values:
        return
    with st.container(horizontal=True, key=f"{key} test metrics", gap="small"):
        for name, metric in METRICS.items():
            if name in values:
                label = metric.label + (f" ({metric.unit})" if metric.unit else "")
                st.metric(label, metric.text(values[name]), help=metric.help, width=205)
