"""A Plotly chart that tells the page which point was clicked."""

from __future__ import annotations

from typing import Any

from pages.components.definition import PLOTLY_URL, define_component, shown_since

_component = define_component("plot")


def clickable_plot(
    name: str,
    traces: list[dict[str, Any]],
    axes: list[str],
    label: str,
    height: str = "500px",
    key: str = "plot",
    layout: dict[str, Any] | None = None,
) -> int | None:
    """A chart; returns the first `customdata` number of the point that was clicked last.

    Args:
        name: changes when the data do.
        traces: Plotly's.
        axes: their titles.
        label: the chart in words, for who can't see it.
        height: in CSS.
        key: its own for each chart of a page.
        layout: what of Plotly's layout is not as in a cloud of digits.
    """
    result = _component(
        data={
            "id": name,
            "traces": traces,
            "axes": axes,
            "label": label,
            "height": height,
            "layout": layout or {},
            "plotly": PLOTLY_URL,
            "since": shown_since(key, (name, label, height)),
        },
        key=key,
        on_clicked_change=lambda: None,
    )
    return result.clicked
