"""The figures of a finished run on the test images, each with what it means."""

from __future__ import annotations

import streamlit as st

from ae.metrics import METRICS
from ae.store import Run

# For the page: Streamlit's own metrics are made for three of them; here there are a dozen.
STYLE = """<style>
.st-key-test-figures [data-testid="stMetricValue"] {
  font-size: 1.15rem; font-variant-numeric: tabular-nums;
}
.st-key-test-figures [data-testid="stMetricValue"] small { font-size: 0.75rem; opacity: 0.75; }
.st-key-test-figures [data-testid="stMetricLabel"] * { white-space: normal; }
</style>"""


def show_evaluation(run: Run) -> None:
    """What the worker measured when the run ended; nothing before that."""
    found = run.test
    if not found:
        return
    seen = " shown with noise" if run.hp.noise != "none" else ""
    kind = "binarised " if run.hp.pixels == "binarised" else ""
    st.markdown(f"**On the 10,000 {kind}test images{seen}**")
    with st.container(horizontal=True, key="test-figures", gap="small"):
        for name, metric in METRICS.items():
            if name in found:
                label = metric.label + (f" ({metric.unit})" if metric.unit else "")
                st.metric(label, format(found[name], metric.digits), help=metric.help, width=205)
