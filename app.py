"""The server: `streamlit run app.py`, or `make run`."""

from importlib import import_module

import streamlit as st

from ae.data import load_dataset
from ae.web.lifespan import make_lifespan
from ae.web.middleware import make_middleware
from ae.web.routes import make_routes
from pages.components.addresses import ADDRESSES, FOLDER, HISTORY
from pages.ui.backend import backend, store


def warm_up() -> None:
    """Load what the first page needs."""
    _ = load_dataset("mnist").test.pixels
    for name in (
        "PIL.Image",
        "pages.ui.form",
        "ae.plots.network",
        "streamlit.elements.image",
    ):
        import_module(name)


LISTENS_ON, ANNOUNCED = st.get_option("server.address"), st.get_option("browser.serverAddress")
HOSTS = [LISTENS_ON, ANNOUNCED, *st.get_option("server.allowedHosts")]
app = st.App(
    "pages/index.py",
    lifespan=make_lifespan(store, warm_up),
    routes=make_routes(ADDRESSES, backend, FOLDER, LISTENS_ON, [ANNOUNCED]),
    middleware=make_middleware(HOSTS, [HISTORY]),
)
