"""What a run came to, once it has ended: three figures, three ways on, and the rest folded away."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ae.config import FIELDS
from ae.diagnosis import Cause, figures, find_cause, find_partner
from ae.run_names import run_name
from ae.store import Run
from pages.ui.evaluation import images_in_words, show_evaluation
from pages.ui.form import Form
from pages.ui.run_menu import visible_runs
from pages.ui.theme import theme

# Whole paths: a test's page with this in it is the script of a server that lies elsewhere.
_PAGES = Path(__file__).parents[1]
# A longer name would break the row of ways on; it is in the link's help then.
_SHORT_NAME = 16


def style() -> str:
    """The style of every way on, for a page to bring once.

    They have their place from the start, so that nothing moves at a run's end, and stay in view
    wherever the page is scrolled to. The first is the loudest.
    """
    colours = theme()
    return f"""
:has(> [class*="-ways-on"]) {{ min-height: 3.25rem; padding: 0.375rem 0; }}
:has(> [class*="-ways-on"] a) {{
  position: sticky; bottom: 0; z-index: 2; background: {colours.paper};
}}
@media (max-width: 640px) {{
  [class*="-ways-on"] {{ flex-wrap: nowrap; overflow-x: auto; > * {{ flex: none; }} }}
}}
[class*="-ways-on"] [data-testid="stPageLink"] a {{
  border: 1px solid {colours.ink}40; border-radius: 0.5rem; padding: 0.4rem 0.8rem;
}}
[class*="-ways-on"] > :first-child [data-testid="stPageLink"] a {{
  background: {colours.accent}; border-color: transparent;
  &, * {{ color: {colours.paper} !important; }}
}}
"""


def show_ways_on(run: Run | None, form: Form, key: str) -> None:
    """Three ways on from a run that has ended with weights; before that their place.

    Args:
        run: the run.
        form: where the settings of the next one go.
        key: its own for each panel of a page, which brings `STYLE`.
    """
    with st.container(
        horizontal=True, key=f"{key} ways on", gap="small", vertical_alignment="center"
    ):
        if run and _has_verdict(run):
            if run.outcome:
                _offer_mend(run, find_cause(run), form, key)
            _link_on(run)
        else:
            st.html("<span></span>")  # a container with nothing in it has no place


def show_verdict(run: Run, key: str) -> None:
    """The figures of a run that has ended with weights.

    Args:
        run: the run.
        key: its own for each panel of a page.
    """
    if not _has_verdict(run):
        return
    _show_figures(run, key)
    with st.expander(f"All figures on {images_in_words(run)}"):
        show_evaluation(run, key)


def _has_verdict(run: Run) -> bool:
    return run.state.is_ended and bool(run.test)


def _show_figures(run: Run, key: str) -> None:
    found = figures(run)
    with st.container(key=f"{key} three figures"):
        for column, figure in zip(st.columns(len(found)), found, strict=True):
            column.metric(figure.label, figure.value, help=figure.help)


def _link_on(run: Run) -> None:
    """To the digits, to the code, and to a comparison."""
    of_run = {"run": run.id}
    st.page_link(
        _PAGES / "reconstruct.py",
        label="See the digits",
        icon=":material/compare:",
        query_params=of_run,
    )
    if not run.outcome:  # there is nothing in its code
        st.page_link(
            _PAGES / "latent.py",
            label="Explore the code",
            icon=":material/scatter_plot:",
            query_params=of_run,
        )
    partner = find_partner(run, visible_runs())
    compared = [run, partner] if partner else [run]
    st.page_link(
        _PAGES / "compare.py",
        label=_comparison_in_words(partner),
        icon=":material/compare_arrows:",
        query_params={"runs": ",".join(each.id for each in compared)},
        help=f"Beside it: {run_name(partner)}." if partner else None,
    )


def _comparison_in_words(partner: Run | None) -> str:
    if partner is None:
        return "Compare with PCA"
    name = run_name(partner)
    return f"Compare with PCA and {name if len(name) <= _SHORT_NAME else 'another run'}"


def _offer_mend(run: Run, cause: Cause, form: Form, key: str) -> None:
    """A button that puts into the form what should help."""
    label = ", ".join(FIELDS[name].label.lower() for name in cause.changes)
    pressed = st.button(
        f"Try {cause.advice}",
        key=f"{key} mend",
        icon=":material/build:",
        type="primary",
        help=f"Puts this run's settings into the form, with another {label}. Then press Train.",
        on_click=form.fill,
        args=(run.hp.replace(**cause.changes), run.preset),
    )
    if pressed:
        st.rerun()  # the form stands outside of this fragment
