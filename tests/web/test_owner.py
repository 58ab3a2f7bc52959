"""A browser gets its name once, whatever other cookies it has."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ae.web.middleware import make_middleware
from ae.web.owner import owner_of


def page(request: Request):
    return HTMLResponse(owner_of(request.cookies) or "nobody")


def text(_: Request):
    return PlainTextResponse("text")


@pytest.fixture
def client():
    routes = [Route("/", page), Route("/text", text)]
    app = Starlette(routes=routes, middleware=make_middleware())
    with TestClient(app, base_url="http://localhost") as client:
        yield client


def ask(client, cookie):
    client.cookies.clear()
    return client.get("/", headers={"Cookie": cookie} if cookie else {})


def test_a_new_browser_is_named_for_a_year_and_only_this_server_reads_it(client):
    cookie = ask(client, None).headers["Set-Cookie"]
    name, *attributes = cookie.split("; ")
    assert name.startswith("ae_owner=")
    assert len(name.removeprefix("ae_owner=")) >= 20
    assert {attribute.lower() for attribute in attributes} == {
        "path=/", "max-age=31536000", "httponly", "samesite=lax",
    }  # fmt: skip


def test_two_new_browsers_get_two_names(client):
    assert ask(client, None).headers["Set-Cookie"] != ask(client, None).headers["Set-Cookie"]


def test_a_browser_keeps_its_name(client):
    cookie = ask(client, None).headers["Set-Cookie"].partition(";")[0]
    again = ask(client, cookie)
    assert "Set-Cookie" not in again.headers
    assert again.text == cookie.removeprefix("ae_owner=")


@pytest.mark.parametrize(
    "neighbour",
    ["a/b=1", 'prefs={"a": 1, "b": [2]}', "no_value", "=x", "é=ü", 'quoted="a b"', "a=b=c",
     "[x]=1", "ae_owner2=2"],
)  # fmt: skip
def test_cookies_of_others_do_not_stand_in_the_way(client, neighbour):
    for header in (f"{neighbour}; ae_owner=me", f"ae_owner=me; {neighbour}"):
        answer = ask(client, header.encode("latin-1"))
        assert answer.status_code == 200
        assert answer.text == "me"
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("neighbour", ["a/b=1", 'prefs={"a": 1, "b": [2]}', "ae_owner="])
def test_a_browser_with_others_cookies_alone_is_new(client, neighbour):
    answer = ask(client, neighbour)
    assert answer.text == "nobody"
    assert answer.headers["Set-Cookie"].startswith("ae_owner=")


def test_only_pages_name_a_browser(client):
    client.cookies.clear()
    assert "Set-Cookie" not in client.get("/text").headers


@pytest.mark.parametrize("path", ["/", "/text", "/missing"])
def test_every_answer_has_the_security_headers(client, path):
    headers = client.get(path).headers
    assert headers.get_list("X-Content-Type-Options") == ["nosniff"]
    assert headers.get_list("Referrer-Policy") == ["same-origin"]
    assert headers.get_list("X-Frame-Options") == ["SAMEORIGIN"]
