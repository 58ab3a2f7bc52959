"""The Compare page by itself: with no worker, and with a real one."""

import json
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import ae
from ae import comparison
from ae.formatting import number
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
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)
    return [
        [
            re.sub(r"<[^>]+>", " ", cell).split()
            for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in rows
    ]


def shown(page, component):
    """The data of a kind of component, in the order of the page."""
    protos = [element.proto for element in page.get("bidi_component")]
    name = f"ae_{component}"
    return [json.loads(proto.json) for proto in protos if proto.component_name == name]


def tiles(page):
    (digits,) = shown(page, "compare_digits")
    return digits["tiles"]


def headings(page):
    return [header.value for header in page.header]


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
    assert "about" in next(m.value for m in page.markdown if "Plain, variational" in m.value)
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
    names = ["Original", "Custom plain, code 8", "Custom variational, code 8", "PCA, 8 numbers"]
    assert [tile["name"] for tile in tiles(page)] == names
    assert [tile["run"] for tile in tiles(page)] == [None, plain.id, variational.id, None]
    assert button(page, "Train both").disabled


def test_the_page_is_in_the_order_of_its_own_advice(ended):
    assert headings(open_page(runs=ended(PLAIN).id)) == [
        "The same sixteen digits",
        "Codes of the first thousand test digits",
        "Curves",
        "Figures on the test images",
        "Settings",
    ]


def test_the_page_is_whole_without_workers_but_for_what_only_they_know(ended):
    a, b = ended(PLAIN, mse=0.02), ended(PLAIN.replace(latent_dim=2), mse=0.01)
    page = open_page(runs=f"{a.id},{b.id}")
    assert not page.exception
    (reason,) = opening.reasons_to_wait(page)
    assert reason.startswith("The workers are loading TensorFlow")
    assert table(page, "Settings that differ")[1] == [["Code", "size"], ["8"], ["2"]]
    assert table(page, "Figures on the 10,000 test images")[2] == [
        ["Squared", "error", "per", "pixel"], ["0.02000"], ["–"], ["0.01000"], ["–"]
    ]  # fmt: skip
    assert [tile["run"] for tile in tiles(page) if tile["number"]] == [a.id, b.id]
    assert [run["id"] for run in shown(page, "compare_curves")[0]["runs"]] == [a.id, b.id]
    assert len(page.get("download_button")) == 1


def test_each_run_stands_beside_pca_of_its_own_code_size(ended):
    sizes = (8, 2, 8, 1024)
    runs = [ended(PLAIN.replace(latent_dim=size), mse=0.01) for size in sizes]
    page = open_page(runs=",".join(run.id for run in runs))
    assert [tile["number"] or tile["name"] for tile in tiles(page)] == [
        "Original", 1, 3, "PCA, 8 numbers", 2, "PCA, 2 numbers", 4, "PCA, 784 numbers"
    ]  # fmt: skip
    curves = shown(page, "compare_curves")[0]["runs"]
    assert [(run["number"], run["code_size"]) for run in curves] == [
        (1, 8), (2, 2), (3, 8), (4, 784)
    ]  # fmt: skip
    head, columns = table(page, "Figures on the 10,000 test images")[:2]
    assert [" ".join(cell) for cell in head[1:]] == [
        "Code size 8", "Code size 2", "Code size 1,024", "Code size 784"
    ]  # fmt: skip
    assert len(columns) == 1 + 7
    page.toggle[0].set_value(False).run()
    assert [tile["number"] for tile in tiles(page)] == [None, 1, 3, 2, 4]


def test_a_star_is_given_under_a_heading_and_its_absence_has_a_sentence(ended):
    settings = (PLAIN, VARIATIONAL, PLAIN.replace(latent_dim=128))
    runs = [ended(hp, mse=mse) for hp, mse in zip(settings, (0.02, 0.03, 0.001), strict=True)]
    page = open_page(runs=",".join(run.id for run in runs))
    page.toggle[0].set_value(False).run()
    rows = table(page, "Figures on the 10,000 test images")
    assert rows[2][1:] == [["★", "0.02000", "(best)"], ["0.03000"], ["0.001000"]]
    notes = " ".join(caption.value for caption in page.caption)
    assert "★ The best under its heading: same code size, same images." in notes
    assert "No star for run 3: no other here has its code size." in notes


def test_figures_of_which_less_is_not_simply_better_have_no_star_and_a_reason(ended):
    runs = [ended(VARIATIONAL, kl=kl, elbo=-100.0 - kl) for kl in (15.0, 20.0)]
    page = open_page(runs=",".join(run.id for run in runs))
    rows = {" ".join(row[0]): row[1:] for row in table(page, "Figures on the 10,000 test images")}
    assert not any("★" in cell for cell in rows["KL divergence nats per image"])
    assert "★" in rows["ELBO nats per image"][0]
    notes = " ".join(caption.value for caption in page.caption)
    assert "None for KL divergence: less or more of it is not simply better." in notes
    assert "the ELBO counts both" in page.expander[0].markdown[0].value


def test_the_curves_know_their_units_and_what_is_shown_first(ended):
    runs = [ended(hp) for hp in (PLAIN, VARIATIONAL)]
    (curves,) = shown(open_page(runs=",".join(run.id for run in runs)), "compare_curves")
    plain, variational = curves["runs"]
    assert curves["default_quantity"] == "reconstruction"
    assert variational["whole"]["unit"] == VARIATIONAL.loss_unit
    assert variational["reconstruction"] == {
        "unit": PLAIN.loss_unit, "part": "reconstruction", "factor": 1 / 784
    }  # fmt: skip
    assert plain["epoch"] == 256 / 55_000
    assert plain["symbol"] != variational["symbol"]


def test_a_noisy_run_stands_beside_what_it_is_shown(ended):
    page = open_page(runs=ended(PLAIN.replace(noise="masking", noise_level=0.5)).id)
    original, given, run, pca = tiles(page)
    assert given["name"] == "What run 1 is shown: noise"
    assert given["levels"] != original["levels"]
    assert run["target"] == pca["target"] == original["levels"]


def test_binarised_runs_have_rows_of_their_own_and_denoising_ones_a_word(ended):
    grey = ended(VARIATIONAL, mse=0.01, elbo=-100.0)
    drawn = ended(VARIATIONAL.replace(pixels="binarised"), mse=0.02, elbo=-80.0)
    noisy = ended(VARIATIONAL.replace(noise="masking"), mse=0.03, elbo=-110.0)
    page = open_page(runs=",".join([grey.id, drawn.id, noisy.id]))
    rows = table(page, "Figures on the 10,000 test images")
    elbo = ["ELBO", "nats", "per", "image"]
    # Of one code size, but never shown the same images: there is no star.
    assert rows[3] == [elbo, ["-100.0"], ["–"], ["–"], ["-110.0"]]
    assert rows[4] == [["Black-or-white", "pixels"]]
    assert rows[6] == [elbo, ["–"], ["–"], ["-80.00"], ["–"]]
    reason = "runs 1, 2 and 3: no other with its code size was shown the same images"
    assert reason in " ".join(c.value for c in page.caption)
    said = " ".join(m.value for m in page.markdown)
    assert "Run 3 is shown noise" in said
    assert "other quantities" in said


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
    _, head, error, *_ = table(page, "Figures on the 10,000 test images")
    assert head[-1] == ["PCA,", "8", "numbers"]
    linear = baselines.pca(data, 8).reconstruct(data.test.images)
    expected = squared_errors(data.test.images, linear).mean()
    assert error[-1] == ["★", number(expected), "(best)"]
    assert tiles(page)[-1]["name"] == "PCA, 8 numbers"
    assert tiles(page)[-1]["levels"]
    clouds = shown(page, "plot")
    assert [sum(len(t["x"]) for t in cloud["traces"]) for cloud in clouds] == [1000] * 3
    assert clouds[2]["label"].startswith("PCA, 8 numbers: codes of 1,000 test digits")
    page.toggle[0].set_value(False).run()
    assert [tile["run"] for tile in tiles(page)] == [None, *trained]
    assert len(shown(page, "plot")) == 2
