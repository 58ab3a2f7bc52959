"""How a component is defined from the files of its folder, and what its data carry."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Hashable, Iterable
from importlib.metadata import version
from typing import Any

import streamlit as st

from pages.components.addresses import ADDRESSES, FOLDER, MODULES

PLOTLY_URL = f"{ADDRESSES.plotly}?v={version('plotly')}"


def define_component(name: str, *parts: str, styles_of: Iterable[str] = ()) -> Callable[..., Any]:
    """The component of a folder: NAME.html, NAME.js, whose default export shows it, styles.

    Args:
        name: the folder's.
        parts: other folders whose modules and styles it uses, `drawing_pad` or `latent_map/map`.
        styles_of: folders of whose modules it reads what it needs later: their styles alone.

    Raises:
        OSError: if one of the files can't be read.
    """
    folder = FOLDER / name
    styles = [
        path.read_text(encoding="utf-8")
        for used in (*styles_of, *parts, name)
        for path in sorted((FOLDER / used).rglob("*.css"))
    ]
    return st.components.v2.component(
        f"ae_{name}",
        html=(folder / f"{name}.html").read_text(encoding="utf-8"),
        css="\n".join(styles) or None,
        js=_entry(name, *parts),
        # Plotly puts its styles into the document: a shadow root would keep them out.
        isolate_styles=False,
    )


def _entry(name: str, *parts: str) -> str:
    """The one text of JavaScript that Streamlit takes: it imports the modules from our own route.

    All of them are named, not the first alone, which would tell of the next only when it is there.
    """
    first = f"{name}/{name}.js"
    paths = [
        path
        for folder in (name, *parts, "shared")
        for path in sorted((FOLDER / folder).rglob("*.js"))
    ]
    files = sorted((path.relative_to(FOLDER).as_posix() for path in paths), key=first.__ne__)
    return f"""
const files = {json.dumps([f"{MODULES}/{file}" for file in files])};
const addresses = files.map((file) => new URL(file, document.baseURI));
const [{{ default: show }}] = await Promise.all(addresses.map((address) => import(address)));
export default show;
"""


def shown_since(key: str, shown: Hashable) -> float:
    """When what this tab's component shows last changed, so that the browser knows new from old.

    Args:
        key: the component's own on its page.
        shown: whatever stands for what it shows.

    Returns:
        Seconds since 1970, never less than before.
    """
    name = f"{key} since"
    before, since = st.session_state.get(name, (None, 0.0))
    if before != shown:
        since = max(time.time(), since)  # also after the clock was set back
        st.session_state[name] = shown, since
    return since
