"""The browser's Back, and what an address carries."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

import ae
from ae.store import COMMAND_LINE, State, Store
from tests.browser.page_menu import follow


@pytest.fixture(scope="module")
def runs(app):
    """The ids of three runs with weights that no network would read: the pages say so."""
    store = Store(app.store_url)
    ids = []
    for name in ("article", "linear", "vae2"):
        run = store.submit(ae.preset(name), COMMAND_LINE, name, held_by="test")
        store.save_blob(run.id, 1, "weights", 10, b"no weights")
        store.end(run.id, 1, State.STOPPED, metrics={"mse": 0.1})
        ids.append(run.id)
    yield ids
    for run in ids:
        assert store.run(run).state is State.STOPPED
    store.close()


# What the server says arrives this much later, as over a slow network: milliseconds.
SLOW = """
const listen = WebSocket.prototype.addEventListener;
WebSocket.prototype.addEventListener = function (name, heard, options) {
  const later = (event) => setTimeout(() => heard(event), 600);
  listen.call(this, name, name === "message" ? later : heard, options);
};
"""


def where(page):
    """The page's path and the parameters of its address."""
    address = urlsplit(page.url)
    return address.path, {name: value for name, (value,) in parse_qs(address.query).items()}


def go(page, name, parameter=None):
    """Follow the menu; wait until the page has written its address."""
    follow(page, name)
    path = "/" + name.lower().partition(" ")[0]
    page.wait_for_url(re.compile(f"{path}.*{parameter}=" if parameter else f"{path}$"))
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    return where(page)


def test_back_leads_from_page_to_page_and_never_to_the_same(page, app, runs):
    page.goto(app.url)
    expect(page.get_by_role("heading", name="AE Lab")).to_be_visible()
    visited = [where(page), go(page, "Train")]
    go(page, "Reconstruct", "run")
    page.get_by_role("combobox", name="Run").click()
    page.get_by_role("option").nth(2).click()
    page.wait_for_url(re.compile(runs[0]))
    visited.append(where(page))
    visited += [go(page, "Latent space", "run"), go(page, "Compare", "runs")]
    go(page, "Train", "run")
    assert [path for path, _ in visited] == ["/", "/train", "/reconstruct", "/latent", "/compare"]
    for path, parameters in reversed(visited):
        page.go_back()
        page.wait_for_function("path => location.pathname === path", arg=path)
        expect(page.get_by_test_id("stApp")).to_have_attribute(
            "data-test-script-state", "notRunning"
        )
        if path != "/train":  # by now it shows the run that was chosen
            assert where(page) == (path, parameters)
        expect(page.get_by_test_id("stApp")).to_have_attribute(
            "data-test-script-state", "notRunning"
        )


def test_pressing_train_is_no_page_to_go_back_to(page, app):
    page.goto(app.url)
    page.get_by_role("link", name="Train", exact=True).first.click()
    page.wait_for_url(re.compile("/train$"))
    page.get_by_role("textbox", name="Steps").fill("20")
    page.get_by_role("textbox", name="Steps").press("Enter")
    page.get_by_role("button", name="Train", exact=True).click()
    page.wait_for_url(re.compile("run="))
    page.go_back()
    expect(page.get_by_role("heading", name="AE Lab")).to_be_visible()
    assert where(page) == ("/", {})


def test_a_bookmark_is_the_first_page_there_is_to_go_back_to(page, app, runs):
    page.goto(f"{app.url}/latent")
    page.wait_for_url(re.compile("run="))
    assert page.evaluate("history.length") == 2  # the browser's own empty page is the first


@pytest.mark.parametrize(
    ("path", "needed"),
    [
        ("reconstruct?run={0}&runs={0},{1}&latent_dim=7", {"run": "{0}"}),
        ("train?run={0}&latent_dim=7&preset=vae", {"run": "{0}"}),
        ("compare?run={0}&preset=vae", {"runs": "{0}"}),
        ("latent?run={1}&present=1&runs={0}", {"run": "{1}", "present": "1"}),
        ("train?preset=vae&latent_dim=7", {"preset": "vae", "latent_dim": "7"}),
    ],
)
def test_an_address_carries_what_its_page_needs_and_no_more(page, app, runs, path, needed):
    page.goto(f"{app.url}/{path.format(*runs)}")
    wanted = {name: value.format(*runs) for name, value in needed.items()}
    page.wait_for_function(
        """wanted => {
          const found = [...new URLSearchParams(location.search)].sort();
          return JSON.stringify(found) === JSON.stringify(wanted);
        }""",
        arg=sorted(map(list, wanted.items())),
    )


def test_what_one_page_compares_does_not_follow_to_another(page, app, runs):
    page.goto(f"{app.url}/compare?runs={runs[0]},{runs[1]}")
    expect(page.get_by_role("heading", name="Compare")).to_be_visible()
    assert "runs" not in go(page, "Latent space", "run")[1]


def test_back_pressed_faster_than_pages_draw_leads_to_the_page_of_the_last_press(page, app, runs):
    page.add_init_script(SLOW)
    page.goto(app.url)
    expect(page.get_by_role("heading", name="AE Lab")).to_be_visible()
    go(page, "Train")
    visited = [go(page, "Reconstruct", "run"), go(page, "Latent space", "run")]
    go(page, "Compare", "runs")
    go(page, "Train", "run")
    for path in ("/compare", "/latent", "/reconstruct"):
        page.evaluate("history.back()")
        page.wait_for_function("path => location.pathname === path", arg=path)
    expect(page.get_by_role("heading", name="Reconstruct")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    assert where(page) == visited[0]
    page.go_forward()  # the pages that were left are still there to go forward to
    expect(page.get_by_role("heading", name="Latent space")).to_be_visible()
    assert where(page) == visited[1]


def test_what_a_page_writes_late_is_not_in_the_address_of_another(page, app, runs):
    page.add_init_script(SLOW)
    page.goto(app.url)
    expect(page.get_by_role("heading", name="AE Lab")).to_be_visible()
    go(page, "Train")
    latent = go(page, "Latent space", "run")
    page.evaluate("history.back()")
    page.wait_for_timeout(500)  # Train has written its run by now, and that is not here yet
    page.evaluate("history.back()")
    expect(page.get_by_role("heading", name="AE Lab")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    assert where(page) == ("/", {})
    page.go_forward()
    page.wait_for_url(re.compile("/train.run="))
    page.go_forward()
    expect(page.get_by_role("heading", name="Latent space")).to_be_visible()
    assert where(page) == latent


def test_back_to_an_address_without_a_page_ends_at_home(page, app):
    page.add_init_script(
        "window.been = []; addEventListener('popstate', () => been.push(location.pathname))"
    )
    page.goto(f"{app.url}/nothing")
    page.get_by_role("button", name="Close").click()  # of Streamlit's "Page not found"
    go(page, "Train")
    for backs in range(3):  # Home, run again, may have made entries of itself
        page.go_back()
        page.wait_for_function("backs => been.length > backs", arg=backs)
        if page.evaluate("been.includes('/nothing')"):
            break
    assert page.evaluate("been.at(-1)") == "/nothing"
    expect(page.get_by_role("heading", name="AE Lab")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
