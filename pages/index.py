"""The router: which pages there are. What goes wrong on a page ends here, as a sentence."""

from pathlib import Path

import streamlit as st

from pages.ui.errors import show_errors
from pages.ui.presentation import draw_frame

# First: the icon of a page, as a tab's icon, would be fetched from a host outside.
ICON = str(Path(__file__).parent / "ui" / "icon.png")
st.set_page_config(page_icon=ICON, layout="wide")
page = st.navigation(
    {
        "": [
            st.Page("home.py", title="Home", icon=":material/home:", default=True),
            st.Page("train.py", title="Train", icon=":material/play_circle:", url_path="train"),
            st.Page(
                "compare.py", title="Compare", icon=":material/compare_arrows:", url_path="compare"
            ),
        ],
        "Explore": [
            st.Page(
                "reconstruct.py",
                title="Reconstruct",
                icon=":material/compare:",
                url_path="reconstruct",
            ),
            st.Page(
                "latent.py",
                title="Latent space",
                icon=":material/scatter_plot:",
                url_path="latent",
            ),
            st.Page("draw.py", title="Draw", icon=":material/draw:", url_path="draw"),
            st.Page(
                "generate.py",
                title="Generate",
                icon=":material/auto_awesome:",
                url_path="generate",
            ),
        ],
    },
    position="top",
)
st.set_page_config(
    page_title="AE Lab" if page.title == "Home" else f"{page.title} · AE Lab",
    page_icon=ICON,
    layout="wide",
)
draw_frame()
with show_errors(page.title):
    page.run()
