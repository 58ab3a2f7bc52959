"""Where components find their modules, Plotly and the live socket on this server."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ae.web.addresses import Addresses

FOLDER = Path(__file__).parent
ADDRESSES = Addresses.below(st.get_option("server.baseUrlPath"))
# A file's path in this folder follows: f"{MODULES}/live_view/feed.js".
MODULES = ADDRESSES.modules(FOLDER)
# For every page, before Streamlit.
HISTORY = f"{MODULES}/shared/history.js"
