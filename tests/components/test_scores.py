"""Scores of generated digits as the page shows them; a real websocket says how far they are."""

import json
import re
import threading
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import serve

from ae.metrics.generation import Scores
from ae.terms import SCORE_TERMS
from tests.components.conftest import serving

SHOW = """async ([addresses, terms, isVariational, chosen]) => {
  const { Scores } = await import("/generate/scores.js");
  document.body.innerHTML = "<div class='ae-generate'><section data-part='scores'></section></div>";
  const root = document.querySelector("section");
  window.scores = new Scores(root, { addresses, terms, code: { isVariational } });
  scores.choose(...chosen);
}"""


def scores(frechet, **others):
    values = {
        "accepted": 0.81, "shares": [0.2, 0, *[0.1] * 8], "entropy": 3.1219, "density": 0.912,
        "coverage": 0.4567, "nearer": 0.553, "copying": -1.2,
    }  # fmt: skip
    return Scores(frechet=frechet, **values | others).as_dict()


def scored(sampler, frechet, temperature=1.0, **others):
    return {
        "sampler": sampler, "temperature": temperature, "count": 10_000,
        "scores": scores(frechet, **others),
        "floor": scores(0.61, nearer=1.0, copying=-38.7), "ceiling": scores(95.4, accepted=0.21),
    }  # fmt: skip


@pytest.fixture
def site(page):
    with serving() as (address, files):
        page.goto(address)
        files["/scores/abc/7"] = b"[]"
        yield page, files
        page.goto("about:blank")


def show(page, progress="/progress", *, is_variational=False, chosen=("mixture-10", 1.0)):
    addresses = {"progress": progress, "scores": "/scores/abc/7"}
    page.evaluate(SHOW, [addresses, SCORE_TERMS, is_variational, chosen])


def keep(files, *kept):
    files["/scores/abc/7"] = json.dumps(kept).encode()


@contextmanager
def socket(*messages, stays=False):
    """Sends its messages, then closes or stays. Yields its address and what it was opened for."""
    happened = []

    def handle(connection):
        happened.append(connection.request.path)
        for message in messages:
            connection.send(json.dumps(message))
        try:
            if stays:
                connection.recv()
        except ConnectionClosed:
            happened.append("closed by the browser")

    with serve(handle, "127.0.0.1", 0) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.socket.getsockname()[1]}/progress", happened
        listening.shutdown()
        thread.join()


def rows(page):
    texts = page.locator("tbody tr").all_inner_texts()
    return [[cell.strip() for cell in text.split("\t")] for text in texts]


def test_what_is_kept_stands_between_floor_and_ceiling_the_least_distance_first(site):
    page, files = site
    keep(files, scored("gaussian", 39.57), scored("mixture-10", 13.52, 0.85, accepted=0.95))
    show(page)
    expect(page.locator("tbody tr")).to_have_count(4)
    found = rows(page)
    assert [row[0] for row in found] == [
        "Training images (floor)",
        "Mixture of 10 Gaussians, temperature 0.85",
        "One Gaussian",
        "Gaussian on PCA (ceiling)",
    ]
    assert [row[3] for row in found] == ["0.6", "13.5", "39.6", "95.4"]
    assert found[1][1:] == ["95.0%", "3.12 bits", "13.5", "0.91", "45.7%", "55.3%"]
    expect(page.locator(".is-best", has_text="13.5")).to_be_visible()
    assert page.locator("tbody tr").nth(2).locator("td.is-best", has_text="39.6").count() == 0


def test_the_spread_over_digits_is_drawn_and_told(site):
    page, files = site
    keep(files, scored("gaussian", 39.57))
    show(page)
    bars = page.locator("tbody tr").nth(1).get_by_role("img")
    expect(bars).to_have_attribute("aria-label", re.compile("^0: 20.0%, 1: 0%, 2: 10.0%"))
    heights = bars.locator("rect").evaluate_all("all => all.map((bar) => bar.height.baseVal.value)")
    assert heights[:3] == [16, 0, 8]


def test_copies_are_flagged_where_chance_does_not_explain_them(site):
    page, files = site
    keep(files, scored("gaussian", 39.57, copying=-2.9), scored("mixture-50", 9, copying=-3.1))
    show(page)
    expect(page.locator("tbody tr")).to_have_count(4)
    ends = [row[-1] for row in rows(page)]
    assert ends == ["100% z −39", "55.3% z −3", "55.3%", "55.3%"]


def test_each_column_tells_what_it_means(site):
    page, files = site
    keep(files, scored("gaussian", 39.57))
    show(page)
    for word in SCORE_TERMS:
        page.get_by_role("button", name=re.compile(f"^{word}$", re.I)).click()
        expect(page.locator(".ae-meaning:popover-open")).to_have_text(SCORE_TERMS[word])
        page.keyboard.press("Escape")


def test_a_press_has_them_scored_tells_how_far_it_is_and_shows_them(site):
    page, files = site
    said = [{"share": 0, "reason": "In line."}, {"share": 0.5, "reason": ""}]
    with socket(*said, stays=True) as (progress, happened):
        show(page, progress, chosen=("mixture-10", 0.85))
        page.get_by_role("button", name="Score 10,000 samples of a mixture of 10 Gaussians").click()
        expect(page.locator("progress")).to_have_attribute("value", "0.5")
        assert happened == ["/progress/scores-mixture-10-t0.85"]
        page.get_by_role("button", name="Cancel").click()
        expect(page.locator(".work")).to_be_hidden()
        expect(page.get_by_role("button", name="Score 10,000 samples")).to_be_enabled()
        expect(page.get_by_role("alert")).to_be_hidden()
    assert happened[-1] == "closed by the browser"
    with socket({"share": 1, "reason": ""}, {"is_made": True}) as (progress, _):
        with page.expect_response("**/scores/abc/7"):  # there are none yet
            show(page, progress, chosen=("mixture-10", 0.85))
        keep(files, scored("mixture-10", 13.52, 0.85))
        page.get_by_role("button", name="Score 10,000 samples").click()
        expect(page.get_by_role("table")).to_contain_text("13.5")
    button = page.get_by_role(
        "button", name="Scored: a mixture of 10 Gaussians at temperature 0.85"
    )
    expect(button).to_be_disabled()
    page.evaluate("scores.choose('mixture-10', 1)")
    expect(page.get_by_role("button", name="Score 10,000 samples")).to_be_enabled()


def test_why_they_cannot_be_scored_is_said(site):
    page, _ = site
    with socket({"error": "A plain code has no prior."}) as (progress, _happened):
        show(page, progress, chosen=("prior", 1.0))
        page.get_by_role("button", name="Score 10,000 samples of the prior").click()
        expect(page.get_by_role("alert")).to_have_text("A plain code has no prior.")
    expect(page.get_by_role("button", name="Score 10,000 samples")).to_be_enabled()


def test_what_the_server_says_instead_of_scores_is_shown(site):
    page, files = site
    files["/scores/abc/7"] = (404, "There is no run 'abc' in this store.")
    show(page)
    expect(page.get_by_role("alert")).to_have_text("There is no run 'abc' in this store.")


@pytest.mark.parametrize(
    ("kept", "is_variational", "words"),
    [
        ([], False, "58.7 from one Gaussian and 10.7 from a mixture of 10 Gaussians"),
        ([], True, "19.2 from the prior and 17.7 from a mixture of 10 Gaussians"),
        ([("gaussian", 39.57), ("mixture-10", 13.52)], False,
         "Measured here: 39.6 and 13.5, the same order."),
        ([("prior", 10.0), ("mixture-10", 13.52)], True,
         "Measured here: 10.0 and 13.5, the other way round."),
        ([("gaussian", 39.57), ("mixture-9", 13.52)], False,
         "score one Gaussian and a mixture of 10"),
        ([("gaussian", 39.57), ("mixture-10", 13.52, 0.9)], False,
         "score one Gaussian and a mixture of 10"),
    ],
)  # fmt: skip
def test_what_is_published_and_what_is_measured_is_said(evaluate, kept, is_variational, words):
    said = evaluate(
        "generate/score_words.js",
        "besidePublished(kept, isVariational)",
        kept=[scored(*one) for one in kept],
        isVariational=is_variational,
    )
    assert words in said
    assert "Ghosh et al." in said
