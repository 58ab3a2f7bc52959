"""The components' modules in a real browser, each by itself: no Streamlit, no pages."""

import threading
from contextlib import contextmanager
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
    """The components' folder, an empty page in place of its listing, and files of the test."""

    def __init__(self, *arguments, files):
        self._files = files
        super().__init__(*arguments, directory=FOLDER)

    def do_GET(self):
        found = self._files.get(self.path)
        if found is None:
            super().do_GET()
        elif isinstance(found, bytes):
            self._send(200, "application/octet-stream", found)
        else:
            status, sentence = found
            self._send(status, "text/plain", sentence.encode())

    def list_directory(self, path):
        self._send(200, "text/html", b"")

    def _send(self, status, media_type, content):
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@contextmanager
def serving():
    """The address of an empty page beside which the folder of components lies; files by path.

    A file is its bytes, or a status and a sentence. Of a real server: a browser lets no page open
    sockets to this machine that came another way.
    """
    files = {}
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, files=files)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", files
        server.shutdown()
        thread.join()


@pytest.fixture(scope="package")
def address():
    """The address of that page."""
    with serving() as (address, _):
        yield address


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
