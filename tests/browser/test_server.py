"""The server process: what it loads, what it survives, whom it lets watch."""

import json
import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

import ae
from ae.cluster.launch import LEASE
from ae.store import State, Store
from bench import app as bench_app
from tests.waiting import wait_for


@pytest.fixture
def own_app(tmp_path):
    """A server of this test's own, to be killed."""
    app = bench_app.start_server(tmp_path, bench_app.free_port())
    bench_app.wait_for_server(app)
    yield app
    bench_app.end(app)


def test_killing_the_server_does_not_stop_a_training(own_app):
    bench_app.wait_for_workers(own_app)
    store = Store(own_app.store_url)
    run = store.submit(ae.preset("article").replace(steps=400), "someone")
    wait_for(lambda: store.run(run.id).step > 0)
    own_app.end_server()
    assert not store.run(run.id).state.is_ended
    wait_for(lambda: store.run(run.id).state is State.FINISHED)
    assert len(store.losses(run.id)) == 400
    store.close()


def test_a_deep_link_works_as_the_servers_first_request(own_app, page):
    page.goto(f"{own_app.url}/reconstruct")
    expect(page.get_by_text("No run has weights to show yet.")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("link", name="Train", exact=True)).to_be_visible()


def test_the_server_starts_a_new_supervisor_when_the_old_one_is_killed(own_app):
    bench_app.wait_for_workers(own_app)
    store = Store(own_app.store_url)
    before = store.lease(LEASE)
    run = store.submit(ae.preset("article").replace(steps=600), "someone")
    wait_for(lambda: store.run(run.id).step > 0)
    bench_app.end_tree(int(before.split(":")[1]))
    wait_for(lambda: store.lease(LEASE) not in (None, before))
    wait_for(lambda: store.run(run.id).state is State.FINISHED)
    assert len(store.losses(run.id)) == 600
    store.close()


def test_the_server_never_loads_tensorflow(app, page):
    for path in ("", "train", "reconstruct", "latent"):
        page.goto(f"{app.url}/{path}")
        expect(
            page.locator("[data-testid=stMain] :is(h1, button)").locator("visible=true").first
        ).to_be_visible()
    mapped = Path(f"/proc/{app.process.pid}/maps").read_text()
    assert "/numpy/" in mapped
    assert "tensorflow" not in mapped


def test_pages_carry_security_headers_and_name_the_browser(app):
    with urllib.request.urlopen(f"{app.url}/train") as answer:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
        cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("ae_owner=")
    assert "HttpOnly" in cookie
    again = urllib.request.Request(f"{app.url}/train", headers={"Cookie": cookie.partition(";")[0]})
    with urllib.request.urlopen(again) as answer:
        assert answer.headers["Set-Cookie"] is None


def test_a_finished_run_is_sent_whole_and_the_connection_closed(app):
    store = Store(app.store_url)
    run = store.submit(ae.preset("article").replace(steps=30), "someone")
    wait_for(lambda: store.run(run.id).state.is_ended)
    store.close()
    with connect(f"{app.url.replace('http', 'ws')}/live/{run.id}") as socket:
        message = json.loads(socket.recv())
        assert message["state"] == "finished"
        assert message["step"] == 30
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv()
    assert closed.value.rcvd.code == 1000


def test_an_unknown_run_is_answered_with_a_sentence(app):
    with connect(f"{app.url.replace('http', 'ws')}/live/nonsense") as socket:
        assert "no run 'nonsense'" in json.loads(socket.recv())["error"]


def test_another_sites_page_may_not_watch(app):
    with pytest.raises(InvalidStatus):
        connect(f"{app.url.replace('http', 'ws')}/live/x", origin="http://elsewhere.example")


def test_the_chart_library_is_served_from_here(app):
    with urllib.request.urlopen(f"{app.url}/assets/plotly.min.js") as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "immutable" in answer.headers["Cache-Control"]


def refusal(app, path, called=None, **headers):
    """The status that refuses a websocket, which may call the server by another name."""
    address = app.url.removeprefix("http://")
    with (
        socket.create_connection(address.split(":")) as connection,
        pytest.raises(InvalidStatus) as refused,
    ):
        connect(f"ws://{called or address}{path}", sock=connection, additional_headers=headers)
    return refused.value.response.status_code


def test_pages_and_sockets_do_not_answer_to_a_foreign_name(app):
    page = urllib.request.Request(f"{app.url}/train", headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(page)
    with answer.value:
        assert answer.value.code == 400
        assert "AE_HOSTS" in answer.value.read().decode()
    for path in ("/live/x", "/_stcore/stream"):
        assert refusal(app, path, "evil.example") == 400


def test_a_page_without_an_address_opens_no_socket(app):
    for path in ("/live/x", "/_stcore/stream"):
        assert refusal(app, path, Origin="null") == 403


def test_a_browser_keeps_its_owner_whatever_other_cookies_it_gets(app, page):
    page.goto(app.url)
    expect(page.get_by_role("link", name="Train", exact=True).first).to_be_visible()

    def owners():
        return [c["value"] for c in page.context.cookies() if c["name"] == "ae_owner"]

    (owner,) = owners()
    store = Store(app.store_url)
    run = store.submit(ae.preset("article").replace(steps=1), owner)
    store.close()
    page.evaluate("""() => {
        document.cookie = 'a/b=1';
        document.cookie = 'prefs={"a": 1, "b": [2]}';
    }""")
    assert len(page.context.cookies()) >= 3
    page.reload()
    expect(page.locator(f"a[href*='{run.id}']").first).to_be_visible()
    assert owners() == [owner]
