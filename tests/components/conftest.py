"""The components' modules in a real browser, each by itself: no Streamlit, no pages."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pages.components.addresses import FOLDER
from tests.browser.conftest import browser, page  # noqa: F401 (fixtures)

EVALUATE = """async ([file, expression, values]) => {
  const scope = { ...(await import(file)), ...values };
  return new Function(...Object.keys(scope), `return ${expression}`)(...Object.values(scope));
}"""


class Files(SimpleHTTPRequestHandler):
    """The components' folder, and an empty page in place of its listing."""

    def list_directory(self, path):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="package")
def address():
    """The address of an empty page beside which the folder of components lies.

    Of a real server: a browser lets no page open sockets to this machine that came another way.
    """
    handler = partial(Files, directory=FOLDER)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def components(page, address):  # noqa: F811
    """That page, for one test."""
    page.goto(address)
    return page


@pytest.fixture(scope="package")
def shared_page(browser, address):  # noqa: F811
    """That page, for all tests of what only computes."""
    context = browser.new_context()
    shared = context.new_page()
    shared.goto(address)
    yield shared
    context.close()


@pytest.fixture
def evaluate(shared_page):
    """The value of an expression that knows a module's exports, and values of the test, by name."""

    def evaluate(file, expression, **values):
        return shared_page.evaluate(EVALUATE, [f"/{file}", expression, values])

    return evaluate
