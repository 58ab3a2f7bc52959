"""The server of a test: as app.py, but its one page holds two panels, and no supervisor starts."""

from pathlib import Path

import streamlit as st

from ae.web.routes import make_routes
from pages.components.addresses import ADDRESSES, FOLDER
from pages.ui.backend import backend

PAGE = Path(__file__).parents[1] / "pages" / "two_panels.py"
app = st.App(PAGE, routes=make_routes(ADDRESSES, backend, FOLDER))
