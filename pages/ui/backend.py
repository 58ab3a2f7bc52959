"""The server's one connection to the store and one to the workers."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from ae.cluster.client import Workers
from ae.live import Backend
from ae.paths import store_url
from ae.store import NOBODY, Store
from ae.web.owner import owner_of


@lru_cache(maxsize=4)
def _open(url: str) -> Store:
    return Store(url)


def store() -> Store:
    """The run store; opened once.

    Raises:
        StoreError: if it can't be opened.
    """
    return _open(store_url())


@lru_cache(maxsize=1)
def workers() -> Workers:
    """The connection to the workers."""
    return Workers()


def backend() -> Backend:
    """Both: where what a page waits for is looked after."""
    return Backend(store(), workers())


def owner() -> str:
    """Who looks: a random name that this browser was given."""
    name = owner_of(st.context.cookies)
    return name if isinstance(name, str) else NOBODY  # under AppTest cookies are a mock's
