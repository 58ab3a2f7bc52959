"""Modules that every page loads before Streamlit's own scripts."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ae.web.middleware import make_middleware

PAGE = "<html><head><script>first()</script><script src=second.js></script></head></html>"
ACCEPT = {"Accept": "text/html,*/*"}


def page(request):
    if "if-none-match" in request.headers:
        return HTMLResponse(status_code=304)
    return HTMLResponse(PAGE, headers={"ETag": "streamlits", "Last-Modified": "today"})


def text(_):
    return PlainTextResponse("a text about <script>")


@pytest.fixture
def client():
    routes = [Route("/", page), Route("/text", text)]
    streamlits = Middleware(GZipMiddleware, minimum_size=10)
    middleware = [*make_middleware(modules=["/js/a.js", "/js/b.js"]), streamlits]
    app = Starlette(routes=routes, middleware=middleware)
    with TestClient(app, base_url="http://localhost", headers=ACCEPT) as client:
        yield client


def test_they_stand_in_order_before_the_first_script_of_a_page(client):
    answer = client.get("/")
    tags = '<script type="module" src="/js/{}.js"></script>\n'
    ours = tags.format("a") + tags.format("b")
    assert answer.text == PAGE.replace("<script>first", f"{ours}<script>first")
    assert int(answer.headers["Content-Length"]) == len(answer.content)


def test_a_browser_gets_the_whole_page_also_where_streamlits_part_is_as_it_has_it(client):
    assert "ETag" not in client.get("/").headers
    assert "Last-Modified" not in client.get("/").headers
    assert client.get("/", headers={"If-None-Match": "streamlits"}).status_code == 200


def test_a_head_says_nothing(client):
    assert client.head("/").content == b""


def test_what_is_no_page_stays_as_it_is(client):
    assert client.get("/text").text == "a text about <script>"
    assert client.get("/", headers={"Accept": "*/*"}).text == PAGE
