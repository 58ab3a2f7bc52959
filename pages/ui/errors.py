"""What goes wrong, as a sentence on the page."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from ae.errors import AELabError

log = logging.getLogger(__name__)


@contextmanager
def show_errors(where: str) -> Iterator[None]:
    """Within it every error raised on purpose is shown where it happens; the page goes on after it.

    A fragment needs one of its own: it also runs without its page.
    """
    try:
        yield
    except AELabError as error:
        log.warning("%s: %s", where, error)
        st.error(str(error), icon=":material/error:")
