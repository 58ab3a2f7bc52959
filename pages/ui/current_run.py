"""Which run a page or a panel is about, also after a rerun."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

import streamlit as st

from ae import queue
from ae.store import Run
from pages.ui.address import write_address
from pages.ui.backend import store


class SelectedRun(Protocol):
    """Where a panel keeps which run it is about."""

    def get(self) -> Run | None:
        """The run as it is now; None where none is selected or there is none of that id."""

    def select(self, run: Run) -> None:
        """From now on it is this one."""

    def clear(self) -> None:
        """From now on it is none."""

    def warn_if_unknown(self) -> None:
        """Say so where a run is asked for that is not in this store."""


class AddressRun:
    """The run in the address, `?run=ID`; where it has none, the one that this tab showed last.

    Args:
        keeping: what else of the address stays when a run is selected.
    """

    _PARAMETER = "run"
    _KEY = "run shown last"

    def __init__(self, keeping: Collection[str] = ()):
        self._keeping = keeping

    def get(self) -> Run | None:
        """The run as it is now."""
        return queue.find(store(), self._asked_for() or st.session_state.get(self._KEY))

    def select(self, run: Run) -> None:
        """From now on this tab is about that run, and its address says so."""
        st.session_state[self._KEY] = run.id
        write_address({self._PARAMETER: run.id}, self._keeping)

    def clear(self) -> None:
        """This tab is about no run."""
        st.session_state.pop(self._KEY, None)
        write_address({})

    def warn_if_unknown(self) -> None:
        """Say so where the address asks for a run that is not in this store."""
        if self._asked_for() and self.get() is None:
            _warn_of_unknown(self._asked_for())

    def _asked_for(self) -> str | None:
        return st.query_params.get(self._PARAMETER)


class PanelRun:
    """The run of one panel among several on a page: kept for this tab, and not in the address.

    Args:
        key: its own for each panel.
    """

    def __init__(self, key: str):
        self._key = f"{key} run"

    def get(self) -> Run | None:
        """The run as it is now."""
        return queue.find(store(), st.session_state.get(self._key))

    def select(self, run: Run) -> None:
        """From now on the panel is about that run."""
        st.session_state[self._key] = run.id

    def clear(self) -> None:
        """The panel is about no run."""
        st.session_state.pop(self._key, None)

    def warn_if_unknown(self) -> None:
        """Say so where the panel's run is not in this store any more."""
        run_id = st.session_state.get(self._key)
        if run_id and self.get() is None:
            _warn_of_unknown(run_id)


def _warn_of_unknown(run_id: str | None) -> None:
    st.warning(
        f"There is no run {run_id!r} in this store. It may have been deleted, or be in another "
        "one, or the link may have lost a letter.",
        icon=":material/link_off:",
    )
