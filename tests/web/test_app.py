"""The server as `app.py` puts it together."""

import sys

import app


def test_what_warms_up_the_first_page_is_there():
    app.warm_up()
    assert "pages.ui.form" in sys.modules
