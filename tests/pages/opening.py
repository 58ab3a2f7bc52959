"""Opening a page through the router, as the server does."""

import json
from pathlib import Path

from streamlit.testing.v1 import AppTest

PAGES = Path(__file__).parents[2] / "pages"


def open_page(name, **query):
    """The page, drawn once; `query` is what its address holds."""
    page = AppTest.from_file(str(PAGES / "index.py"), default_timeout=60).run()
    if name != "home.py":
        page.switch_page(name)
        page.query_params.update(query)
        page.run()
    return page


def reasons_to_wait(page):
    """What the page says that it waits for."""
    components = [e.proto for e in page.get("bidi_component")]
    data = [json.loads(c.json) for c in components if c.component_name == "ae_wait"]
    return [found["reason"] for found in data if not found["is_quiet"]]
