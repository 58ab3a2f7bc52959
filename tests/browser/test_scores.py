"""Scores on Generate: asked for by a press, made by a worker, held against the library's."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

import ae
from ae.binary import unpack
from ae.latent import sampling
from ae.latent.sampling import Sampler
from ae.metrics.digit_classifier import read
from ae.models import Autoencoder, from_bytes
from ae.store import COMMAND_LINE, State, Store
from tests.waiting import wait_for


@pytest.fixture(scope="module")
def runs(app):
    store = Store(app.store_url)
    yield store
    store.close()


@pytest.fixture(scope="module")
def run(runs):
    hp = ae.Hyperparameters(encoder=(128,), latent_dim=16, loss="bce", steps=400)
    run = runs.submit(hp, COMMAND_LINE)
    return wait_for(lambda: (r := runs.run(run.id)).state is State.FINISHED and r)


def score_button(page):
    return page.get_by_role("button", name=re.compile("^Score 10,000 samples"))


def test_scores_are_made_by_a_worker_shown_and_kept_over_a_refresh(page, app, runs, run):
    page.goto(f"{app.url}/generate?run={run.id}&from=mixture-4&temperature=0.8")
    expect(score_button(page)).to_have_text(
        "Score 10,000 samples of a mixture of 4 Gaussians at temperature 0.80"
    )
    score_button(page).click()
    expect(page.get_by_role("progressbar", name="How much is scored")).to_be_visible()
    table = page.get_by_role("table")
    expect(table.locator("tbody tr")).to_have_count(3, timeout=120_000)
    header, _ = unpack(runs.result(run.id, "scores-mixture-4-t0.80", run.step))
    cells = table.locator("tbody tr").nth(1).locator("td").all_inner_texts()
    scores = header["scores"]
    assert 0 < scores["accepted"] < 1
    assert cells[0] == f"{scores['accepted']:.1%}"
    assert cells[2] == f"{scores['frechet']:.1f}"
    # What the library finds with the same weights.
    model = Autoencoder(*from_bytes(runs.blob(run.id, "weights")[1]))
    sampler = Sampler.from_file(runs.result(run.id, "mixture-4", run.step))
    images = np.clip(model.decode(sampling.draw(sampler, 10_000, 0, 0.8)), 0, 1)
    accepted = (read(images).probabilities.max(axis=1) >= 0.9).mean()
    assert scores["accepted"] == pytest.approx(accepted, abs=1e-3)
    page.reload()
    expect(table.locator("tbody tr")).to_have_count(3)
    expect(page.get_by_role("button", name=re.compile("^Scored: a mixture of 4"))).to_be_disabled()
    page.get_by_label("One Gaussian").check()
    expect(score_button(page)).to_contain_text("one Gaussian at temperature 0.80")


def test_scoring_can_be_called_off(page, app, runs, run):
    page.goto(f"{app.url}/generate?run={run.id}&from=gaussian&temperature=1")
    score_button(page).click()
    bar = page.get_by_role("progressbar", name="How much is scored")
    expect(bar).to_be_visible()
    page.locator(".work").get_by_role("button", name="Cancel").click()
    expect(bar).to_be_hidden()
    expect(score_button(page)).to_be_enabled()
    name = "scores-gaussian-t1.00"
    wait_for(lambda: not runs.report_share(run.id, name, run.step, 0.5), 5)
    assert name not in runs.results(run.id, run.step, "scores-")
