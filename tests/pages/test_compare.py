"""The Compare page by itself: with no worker, and with a real one."""

import json
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import ae
from ae import comparison
from ae.metrics import baselines, squared_errors
from ae.store import COMMAND_LINE, State, Store
from pages.ui.backend import NOBODY
from tests.pages import opening
from tests.waiting import wait_for

PLAIN, VARIATIONAL = comparison.plain_and_variational(8)


def open_page(**query):
    return opening.open_page("compare.py", **query)


def html(page):
    return "".join(element.value for element in page.get("html"))


def table(page, title):
    """The rows of a table as texts, its head first."""
    (body,) = re.findall(rf"<caption[^>]*>{title}</caption>(.*?)</table>", html(page), re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [
        [
            re.sub(r"<[^>]+>", " ", cell).split()
            for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in rows
    ]


def charts(page):
    components = page.get("bidi_component")
    return [json.loads(c.proto.json) for c in components if c.proto.component_name == "ae_plot"]


def button(page, label):
    return next(b for b in page.button if b.label == label)


@pytest.fixture
def ended(store):
    """Ends a run of given settings with ten steps and given figures; no weights."""

    def make(hp, owner=COMMAND_LINE, **figures):
        run = store.submit(hp, owner, held_by="test")
        store.begin(run.id, 1)
        parts = np.ones((10, len(hp.parts)), np.float32)
        store.report(
            run.id, 1, step=10, new_losses=np.arange(10, 0, -1), new_parts=parts, ms_per_step=9.0,
            new_validations=[(10, 1.5)],
        )  # fmt: skip
        store.end(run.id, 1, State.FINISHED, metrics=figures)
        return store.run(run.id)

    return make


def test_with_an_empty_store_it_says_what_it_does_and_offers_a_first_comparison(store):
    page = open_page()
    assert not page.exception
    assert "Runs stand beside each other" in page.info[0].value
    assert "about" in next(m.value for m in page.markdown if "Custom plain, variational" in m.value)
    assert button(page, "Train both")
    assert not page.multiselect


def test_train_both_submits_a_plain_and_a_variational_run_and_shows_them(store):
    page = open_page()
    page.selectbox[0].set_value(8)
    button(page, "Train both").click().run()
    variational, plain = store.runs()
    assert (plain.hp, variational.hp) == (PLAIN, VARIATIONAL)
    assert plain.owner == variational.owner == NOBODY
    assert page.query_params["runs"] == f"{plain.id},{variational.id}"
    assert page.multiselect[0].value == [plain.id, variational.id]
    assert [p.text for p in page.get("progress")] == [
        "**1** Custom plain, code 8 · queued · step 0 of 2,000",
        "**2** Custom variational, code 8 · queued · step 0 of 2,000",
    ]
    assert button(page, "Train both").disabled
    assert html(page).count("It has no weights yet.") == 2


def test_the_page_is_whole_without_workers_but_for_what_only_they_know(ended):
    a, b = ended(PLAIN, mse=0.02), ended(PLAIN.replace(latent_dim=2), mse=0.01)
    page = open_page(runs=f"{a.id},{b.id}")
    assert not page.exception
    (reason,) = opening.reasons_to_wait(page)
    assert reason.startswith("No workers are running yet")
    assert table(page, "Settings that differ")[1] == [["Code", "size"], ["8"], ["2"]]
    assert table(page, "Figures on the 10,000 test images")[1] == [
        ["Squared", "error", "a", "pixel"], ["0.0200"], ["★", "0.0100", "(best)"]
    ]  # fmt: skip
    assert len(charts(page)) == 1
    assert html(page).count("<img ") == 2
    assert len(page.get("download_button")) == 1


def test_runs_of_different_units_get_a_chart_each_and_those_of_one_share_it(ended):
    runs = [ended(hp) for hp in (PLAIN, VARIATIONAL, ae.preset("article"))]
    page = open_page(runs=",".join(run.id for run in runs))
    shown = {chart["axes"][1]: chart["traces"] for chart in charts(page)}
    assert set(shown) == {PLAIN.loss_unit, "mean squared error a pixel"}
    named = [trace["name"] for trace in shown[PLAIN.loss_unit]]
    assert named == [
        "1 Custom plain, code 8, training",
        "1 Custom plain, code 8, validation",
        "2 Custom variational, code 8, training",
    ]
    loss = next(c for c in page.segmented_control if c.label == "Loss")
    loss.set_value("whole").run()
    assert {c["axes"][1] for c in charts(page)} == {*shown, "nats an image"}


def test_the_axis_can_be_steps_epochs_or_seconds(ended):
    page = open_page(runs=ended(PLAIN).id)
    over = next(c for c in page.segmented_control if c.label == "Over")
    ends = {}
    for axis in comparison.AXES:
        over.set_value(axis).run()
        ends[axis] = charts(page)[0]["traces"][0]["x"][-1]
    assert ends == {"step": 10, "epoch": pytest.approx(10 * 256 / 55_000, 1e-3), "seconds": 0.09}


def test_binarised_runs_have_rows_of_their_own_and_denoising_ones_a_word(ended):
    grey = ended(VARIATIONAL, mse=0.01, elbo=-100.0)
    drawn = ended(VARIATIONAL.replace(pixels="binarised"), mse=0.02, elbo=-80.0)
    noisy = ended(VARIATIONAL.replace(noise="masking"), mse=0.03, elbo=-110.0)
    page = open_page(runs=",".join([grey.id, drawn.id, noisy.id]))
    rows = table(page, "Figures on the 10,000 test images")
    elbo = ["ELBO", "nats", "an", "image"]
    assert rows[2] == [elbo, ["★", "-100.00", "(best)"], ["–"], ["-110.00"]]
    assert rows[3] == [["Black-or-white", "pixels"]]
    assert rows[5] == [elbo, ["–"], ["-80.00"], ["–"]]
    notes = " ".join(c.value for c in page.caption)
    assert "measured by what came of them: run 3" in notes
    assert "other quantities" in notes


def test_only_settings_that_differ_are_shown_until_all_are_asked_for(ended):
    runs = [ended(PLAIN), ended(VARIATIONAL)]
    page = open_page(runs=",".join(run.id for run in runs))
    rows = table(page, "Settings that differ")
    assert [row[0] for row in rows[1:]] == [["Kind", "of", "code"], ["Beta"]]
    assert rows[2] == [["Beta"], ["–"], ["1"]]
    assert html(page).count("<mark>") == 2
    next(t for t in page.toggle if t.label == "Show all settings").set_value(True).run()
    assert len(table(page, "Settings")) == 1 + len(ae.config.FIELDS)


def _a_table_of_odd_texts():
    from pages.ui.compare.labels import Label
    from pages.ui.compare.table import Cell, Row, draw_table

    odd = '<b>"&'
    draw_table(odd, [Label(odd, "red", 1)], [Row(odd, [Cell(odd)], odd, odd, odd)])


def test_a_text_in_a_table_is_no_html():
    page = AppTest.from_function(_a_table_of_odd_texts).run()
    assert not page.exception
    assert "<b>" not in html(page)
    # Region, caption, column, group, label, tooltip, note, cell.
    assert html(page).count("&lt;b&gt;&#34;&amp;") == 8


def test_a_run_attached_elsewhere_is_where_it_starts(ended):
    run = ended(PLAIN)
    ended(VARIATIONAL, mse=0.01)
    assert open_page(run=run.id).multiselect[0].value == [run.id]


def test_without_a_link_the_two_that_ended_last_are_there(ended, store):
    runs = [ended(PLAIN, mse=0.01) for _ in range(3)]
    store.submit(PLAIN, COMMAND_LINE)
    assert open_page().multiselect[0].value == [runs[2].id, runs[1].id]


def test_the_choice_is_in_the_address_and_outlives_another_page(ended):
    # All alike in their titles: each has to be found all the same.
    runs = [ended(PLAIN).id for _ in range(4)]
    page = open_page(runs=runs[0])
    page.multiselect[0].set_value([runs[0], runs[3], runs[1]]).run()
    assert page.query_params["runs"] == ",".join([runs[0], runs[3], runs[1]])
    page.run()
    assert page.multiselect[0].value == [runs[0], runs[3], runs[1]]
    page.multiselect[0].set_value([]).run()
    assert "runs" not in page.query_params
    assert "Runs stand beside each other" in page.info[0].value


def test_a_choice_counts_also_when_the_runs_have_aged_meanwhile(ended, monkeypatch):
    runs = [ended(hp).id for hp in (PLAIN, VARIATIONAL)]
    page = open_page(runs=runs[0])
    monkeypatch.setattr("pages.ui.run_menu.time_ago", lambda seconds: "2 minutes ago")
    page.multiselect[0].set_value(runs[::-1]).run()
    assert page.query_params["runs"] == ",".join(runs[::-1])


def test_runs_that_are_not_there_are_named_and_left_out(ended):
    run = ended(PLAIN, owner="another browser")
    page = open_page(runs=f"nope,{run.id},<b>")
    assert not page.exception
    assert "'nope', '<b>'" in page.warning[0].value
    assert page.multiselect[0].value == [run.id]


def test_of_more_than_six_the_first_six_are_shown(ended):
    runs = [ended(PLAIN).id for _ in range(8)]
    page = open_page(runs=",".join(runs))
    assert "the first 6" in page.warning[0].value
    assert page.multiselect[0].value == runs[:6]


@pytest.fixture(scope="module")
def trained(app):
    """Two short runs that the server's own workers trained."""
    store = Store(app.store_url)
    runs = [store.submit(hp.replace(steps=60), "someone").id for hp in (PLAIN, VARIATIONAL)]
    wait_for(lambda: all(store.run(key).state.is_ended for key in runs))
    assert {store.run(key).state for key in runs} == {State.FINISHED}
    store.close()
    return runs


def test_with_workers_there_are_digits_figures_of_pca_and_clouds(app, monkeypatch, trained, data):
    monkeypatch.setenv("AE_STORE", str(app.store))
    page = open_page(runs=",".join(trained))
    assert not page.exception
    assert [warning.value for warning in page.warning] == []
    head, error, *_ = table(page, "Figures on the 10,000 test images")
    assert head[-1] == ["PCA,", "8", "numbers"]
    linear = baselines.pca(data, 8).reconstruct(data.test.images)
    expected = squared_errors(data.test.images, linear).mean()
    assert error[-1] == ["★", f"{expected:.4f}", "(best)"]
    assert html(page).count("<img ") == 2 * 4
    assert 'alt="PCA, 8 numbers, error' in html(page)
    assert len(charts(page)) == 1
    next(t for t in page.toggle if "clouds" in t.label).set_value(True).run()
    assert not page.exception
    clouds = charts(page)[1:]
    assert [sum(len(t["x"]) for t in cloud["traces"]) for cloud in clouds] == [1000] * 3
    assert clouds[2]["label"].startswith("PCA, 8 numbers: codes of 1,000 test digits")
    next(t for t in page.toggle if t.label.startswith("PCA")).set_value(False).run()
    assert html(page).count("<img ") == 2 * 3
    assert len(charts(page)) == 3
