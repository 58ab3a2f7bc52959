"""What a page writes into its address: what opens the same elsewhere, and nothing of other pages.

A change of it is no page to go back to: `pages/components/shared/history.js`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import streamlit as st

# What stays in the address on whatever page; what writes it is not here.
KEPT = {"present"}


def write_address(needed: Mapping[str, str], keeping: Collection[str] = ()) -> None:
    """Make these the address's parameters, beside those that stay.

    Args:
        needed: values by name.
        keeping: names of others that stay as they are.
    """
    for name in st.query_params.keys() - needed.keys() - KEPT - set(keeping):
        del st.query_params[name]
    changed = {name: value for name, value in needed.items() if st.query_params.get(name) != value}
    if changed:
        st.query_params.update(changed)
