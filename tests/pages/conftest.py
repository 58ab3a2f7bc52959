import pytest
import streamlit as st


@pytest.fixture(autouse=True)
def nothing_answered_yet():
    """What a worker answered in another test is not known here."""
    st.cache_data.clear()
