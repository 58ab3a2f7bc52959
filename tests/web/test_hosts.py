"""A page of another site can't reach this server by a name of its own."""

import socket

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse

from ae.web.hosts import REFUSAL, hostname
from ae.web.middleware import make_middleware

OWN = socket.gethostname().lower()


async def page(_):
    return PlainTextResponse("page")


async def greet(socket):
    await socket.accept()
    await socket.send_text("socket")
    await socket.close()


def client(*names):
    routes = [Route("/", page), WebSocketRoute("/socket", greet)]
    return TestClient(Starlette(routes=routes, middleware=make_middleware(names)))


def status(host, *names):
    """What a page is answered with, and a socket too."""
    answer = client(*names).get("/", headers={"Host": host})
    assert answer.text == ("page" if answer.is_success else REFUSAL)
    assert socket_status(host, *names) == answer.status_code
    return answer.status_code


def socket_status(host, *names):
    try:
        with client(*names).websocket_connect("/socket", headers={"Host": host}):
            return 200
    except WebSocketDenialResponse as refused:
        return refused.status_code


@pytest.fixture(autouse=True)
def no_environment(monkeypatch):
    monkeypatch.delenv("AE_HOSTS", raising=False)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.0.0.1:8501", "localhost", "LOCALHOST:8501", "localhost.:8501", "[::1]",
     "[::1]:8501"],
)  # fmt: skip
def test_this_machine_is_always_reached_from_itself(host):
    assert status(host) == 200


@pytest.mark.parametrize("host", ["192.168.1.20:8501", "10.0.0.7", "[fd00::20]:8501"])
def test_a_class_reaches_it_by_any_address(host):
    assert status(host) == 200


@pytest.mark.parametrize(
    "host", [OWN, OWN.upper(), f"{OWN}:8501", f"{OWN.partition('.')[0]}.local"]
)
def test_a_class_reaches_it_by_its_own_name(host):
    assert status(host) == 200


def test_a_class_reaches_it_by_its_name_with_the_domain(monkeypatch):
    monkeypatch.setattr("ae.web.hosts._full_name", lambda: f"{OWN}.school.example")
    assert status(f"{OWN}.school.example:8501") == 200
    assert status(f"{OWN}.elsewhere.example") == 400


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8501", "127.0.0.1.evil.example", "localhost.evil.example",
     f"{OWN}.evil.example", "evil", "x@127.0.0.1", "127.0.0.1/", "127.0.0.1:port", "[::1", "*",
     "", ":8501"],
)  # fmt: skip
def test_a_foreign_or_malformed_name_is_refused(host):
    assert status(host) == 400


def test_the_refusal_is_one_sentence_that_may_not_be_taken_for_a_page():
    answer = client().get("/", headers={"Host": "evil.example"})
    assert answer.text.count(".") == 1
    assert "AE_HOSTS" in answer.text
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_names_that_were_given_are_accepted():
    names = ("AE.school.example", None, "*.lab.example")
    assert status("ae.school.example:443", *names) == 200
    assert status("one.lab.example", *names) == 200
    assert status("lab.example", *names) == 400
    assert status("evillab.example", *names) == 400
    assert status("x.ae.school.example", *names) == 400


def test_names_from_the_environment_are_accepted(monkeypatch):
    monkeypatch.setenv("AE_HOSTS", " ae.school.example, *.lab.example,")
    assert status("ae.school.example") == 200
    assert status("one.lab.example") == 200
    assert status("evil.example") == 400


def test_a_star_accepts_every_name(monkeypatch):
    monkeypatch.setenv("AE_HOSTS", "*")
    assert status("anything.example") == 200
    assert status("any thing.example/") == 400


@pytest.mark.parametrize(
    ("host", "expected"),
    [("Ae.School.example:443", "ae.school.example"), ("[FD00::1]:80", "fd00::1"), ("a.", "a"),
     ("a:99999", None), ("a/b", None), ("a?b", None), ("a#b", None), ("u@a", None), ("[a", None)],
)  # fmt: skip
def test_the_name_in_a_host_header_is_read_without_its_port(host, expected):
    assert hostname(host) == expected
