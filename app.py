"""The server: `streamlit run app.py`, or `make run`."""

import streamlit as st

from pages.ui.server import MIDDLEWARE, ROUTES, lifespan

app = st.App("pages/index.py", lifespan=lifespan, routes=ROUTES, middleware=MIDDLEWARE)
