"""Where the server's own routes are, below the path that a proxy may put in front."""

from __future__ import annotations

import streamlit as st

_PREFIX = "/".join(["", *filter(None, (st.get_option("server.baseUrlPath") or "").split("/"))])
PLOTLY = f"{_PREFIX}/assets/plotly.min.js"
LIVE = f"{_PREFIX}/live"
