"""Opening a page through the router, as the server does."""

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
