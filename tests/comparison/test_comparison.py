"""Runs beside each other, as plain values."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

import ae
from ae import comparison
from ae.comparison import BINARISED, NO_VALUE, MetricColumn
from ae.config import FIELDS
from ae.latent.projection import project
from ae.metrics import METRICS
from ae.metrics.baselines import Line, LineKind
from ae.plots import curves as figure
from ae.store import State
from ae.store.records import lines_to_json

PLAIN, VARIATIONAL = comparison.plain_and_variational(16)
LIGHT, DARK = 1.0, 0.0056  # relative luminance of white and of #0e1117


@pytest.fixture
def run(store):
    """A queued run of given settings, with other fields of its record as given."""

    def make(hp=PLAIN, preset=None, **fields):
        return replace(store.submit(hp, "someone", preset), **fields)

    return make


def differing(*runs):
    return {s.field: s.values for s in comparison.setting_rows(runs) if s.differs}


# Names


def test_the_pair_of_one_click_differs_in_the_kind_of_code_alone():
    assert PLAIN.differences(VARIATIONAL) == ["code"]
    assert (PLAIN.latent_dim, PLAIN.steps, PLAIN.seed) == (16, 2000, 0)


def test_the_pair_comes_in_four_code_sizes():
    assert comparison.PAIR_CODE_SIZES == (2, 8, 16, 32)


# Settings


def test_a_field_that_does_nothing_for_a_run_has_no_value_there():
    assert differing(PLAIN, VARIATIONAL) == {
        "code": ("plain", "variational"),
        "beta": (NO_VALUE, "1"),
    }


def test_what_is_off_is_as_good_as_what_does_nothing():
    a = PLAIN.replace(noise_level=0.1)
    b = PLAIN.replace(noise_level=0.9, optimizer="sgd", momentum=0.0)
    assert set(differing(a, b)) == {"optimizer"}


def test_a_mirrored_decoder_is_as_good_as_the_same_one_typed():
    assert not differing(PLAIN, PLAIN.replace(decoder=(256, 512)))
    assert differing(PLAIN, PLAIN.replace(decoder=(64,)))["decoder"] == ("mirror", "64")


def test_all_settings_are_there_in_words():
    values = {s.field: s.values for s in comparison.setting_rows([PLAIN])}
    assert list(values) == list(FIELDS)
    assert values["loss"] == ("Binary cross-entropy",)
    assert values["steps"] == ("2,000",)
    assert values["encoder"] == ("512, 256",)


# Figures


def best(*values, metric="mse"):
    (row,) = comparison.metric_rows([MetricColumn({metric: value}) for value in values])
    return set(row.best)


def test_the_best_is_the_lowest_or_the_highest_as_the_metric_says():
    assert best(0.03, 0.01, 0.02) == {1}
    assert best(10.0, 30.0, 20.0, metric="psnr") == {1}
    assert best(10.0, 30.0, metric="kl") == set()


def test_what_reads_alike_is_equally_good_and_all_alike_is_not_best():
    assert best(0.010001, 0.010002, 0.02) == {0, 1}
    assert best(0.010001, 0.010002) == set()
    assert best(0.01) == set()


def test_what_was_not_measured_is_neither_shown_nor_best():
    columns = [MetricColumn({"mse": 0.02}), MetricColumn({}), MetricColumn({"mse": float("nan")})]
    (row,) = comparison.metric_rows([*columns, MetricColumn({"mse": 0.03})])
    assert row.cells == ("0.02000", NO_VALUE, NO_VALUE, "0.03000")
    assert row.best == {0}


def test_grey_and_binarised_images_never_share_a_row():
    grey = [
        MetricColumn({"elbo": -100.0, "mse": 0.01}),
        MetricColumn({"elbo": -101.0, "mse": 0.02}),
    ]
    binarised = MetricColumn({"elbo": -80.0, "mse": 0.001}, pixels="binarised")
    rows = comparison.metric_rows([binarised, *grey])
    assert [(r.images, r.metric, r.cells, r.best) for r in rows] == [
        ("", "mse", (NO_VALUE, "0.01000", "0.02000"), {1}),
        ("", "elbo", (NO_VALUE, "-100.0", "-101.0"), {1}),
        (BINARISED, "mse", ("0.001000", NO_VALUE, NO_VALUE), set()),
        (BINARISED, "elbo", ("-80.00", NO_VALUE, NO_VALUE), set()),
    ]


def test_generalisation_gaps_of_different_losses_never_share_a_row():
    columns = [
        MetricColumn({"generalisation_gap": g}, loss_unit=u) for g, u in [(1, "a"), (2, "b")]
    ]
    rows = comparison.metric_rows(columns)
    assert [(r.unit, r.cells, r.best) for r in rows] == [
        ("a", ("1.000", NO_VALUE), set()),
        ("b", (NO_VALUE, "2.000"), set()),
    ]


# Curves


def curve(run, losses, axis="step", quantity="whole", parts=None, validations=()):
    losses = np.asarray(losses, np.float32)
    parts = np.empty((len(losses), 0), np.float32) if parts is None else np.asarray(parts)
    return comparison.loss_curve(run, losses, parts, validations, axis, quantity)


@pytest.mark.parametrize(
    ("axis", "expected"),
    [("step", [1, 2, 3]), ("epoch", [0.01, 0.02, 0.03]), ("seconds", [0.02, 0.04, 0.06])],
)
def test_a_curve_over_steps_epochs_or_seconds(run, axis, expected):
    drawn = curve(
        run(PLAIN.replace(batch_size=550), ms_per_step=20.0), [3, 2, 1], axis, validations=[(2, 5)]
    )
    np.testing.assert_allclose(drawn.x, expected)
    np.testing.assert_allclose(drawn.y, [3, 2, 1])
    np.testing.assert_allclose(drawn.validation_x, [expected[1]])
    np.testing.assert_allclose(drawn.validation_y, [5])


def test_without_steps_or_a_known_speed_there_is_no_curve(run):
    assert curve(run(), []) is None
    assert curve(run(ms_per_step=None), [1.0], "seconds") is None


@pytest.mark.parametrize("steps", [1, 299, 300, 301, 20_003])
def test_a_long_curve_is_thinned_to_means_and_keeps_its_end(run, steps):
    losses = np.linspace(1, 0, steps)
    thinned = curve(run(), losses)
    assert len(thinned.x) <= 300
    assert thinned.x[-1] == steps
    each = int(thinned.x[0])
    assert thinned.y[0] == pytest.approx(losses[:each].mean())


def test_every_point_of_a_thinned_curve_is_the_mean_of_its_steps_at_the_last_of_them(run):
    losses = np.random.default_rng(0).random(905, np.float32)  # four a point, and one at the end
    found = curve(run(), losses)
    np.testing.assert_array_equal(found.x, [*range(4, 905, 4), 905])
    expected = [losses[start : start + 4].mean() for start in range(0, 905, 4)]
    np.testing.assert_allclose(found.y, expected, rtol=1e-6)


def test_losses_of_different_kinds_have_different_units(run):
    binarised = PLAIN.replace(pixels="binarised")
    units = {
        comparison.curve_unit(hp, "whole") for hp in (PLAIN, VARIATIONAL, ae.preset("article"))
    }
    assert len(units | {comparison.curve_unit(binarised, "whole")}) == 4


def test_the_reconstruction_of_a_variational_run_is_that_of_a_plain_one_a_pixel(run):
    drawn = curve(
        run(VARIATIONAL), [200.0], quantity="reconstruction", parts=[[156.8, 43.2]],
        validations=[(1, 210.0)],
    )  # fmt: skip
    assert drawn.unit == comparison.curve_unit(PLAIN, "reconstruction") == PLAIN.loss_unit
    np.testing.assert_allclose(drawn.y, [0.2], rtol=1e-6)
    assert len(drawn.validation_x) == 0


def test_the_whole_loss_of_a_variational_run_is_what_it_trained_with(run):
    found = curve(run(VARIATIONAL), [200.0], parts=[[156.8, 43.2]], validations=[(1, 210.0)])
    assert (found.y, found.validation_y) == (200, 210)
    assert found.unit == "nats per image"
    plain = curve(run(PLAIN), [0.2], quantity="reconstruction", validations=[(1, 0.3)])
    assert (plain.y, plain.validation_y) == (pytest.approx(0.2), 0.3)


def test_the_reconstruction_is_shown_first_only_where_it_brings_curves_together():
    assert comparison.default_quantity([PLAIN, VARIATIONAL]) == "reconstruction"
    assert comparison.default_quantity([VARIATIONAL, VARIATIONAL]) == "whole"
    assert comparison.default_quantity([PLAIN, ae.preset("article")]) == "whole"


def test_the_line_of_pca_is_in_the_charts_unit(run):
    lines = [
        Line(LineKind.MEAN_IMAGE, "PCA is not this one", 200),
        Line(LineKind.PCA, "linear, 16 numbers", 78.4),
    ]
    runs = [run(VARIATIONAL, baselines=lines_to_json(lines))]
    assert comparison.pca_error(runs, 16, "nats per image", "whole") == 78.4
    assert comparison.pca_error(runs, 16, PLAIN.loss_unit, "reconstruction") == pytest.approx(0.1)
    others = [run(VARIATIONAL.replace(latent_dim=8)), run(PLAIN)]
    assert comparison.pca_error(others + runs, 16, "nats per image", "whole") == 78.4
    assert comparison.pca_error(runs, 8, "nats per image", "whole") is None
    assert comparison.pca_error(runs, 16, "another", "whole") is None


# The file


def test_the_file_has_a_run_a_row_with_raw_numbers_and_pca_last(run):
    ended = run(
        ae.preset("article"), "article", state=State.FINISHED, step=1000,
        metrics='{"mse": 0.028123456, "elbo": -100.5}',
    )  # fmt: skip
    text = comparison.as_csv([ended, run()], {"name": "PCA, 16 numbers", "mse": 0.0268})
    first, second, pca = csv.DictReader(io.StringIO(text))
    assert set(first) == {
        *("id", "name", "state", "steps_done", "parameters", "ms_per_step"),
        *FIELDS,
        *METRICS,
    }
    assert (first["id"], first["state"], first["steps_done"]) == (ended.id, "finished", "1000")
    assert (first["mse"], first["elbo"], first["psnr"]) == ("0.028123456", "-100.5", "")
    assert (first["learning_rate"], first["encoder"]) == ("0.001", "784, 256")
    assert (second["state"], second["mse"], second["decoder"]) == ("queued", "", "mirror")
    assert (pca["id"], pca["name"], pca["mse"]) == ("", "PCA, 16 numbers", "0.0268")


@pytest.mark.parametrize("sign", "=+-@")
def test_text_that_a_spreadsheet_would_run_is_escaped_and_a_number_is_not(run, sign):
    odd = replace(run(), id=f"{sign}1+1", metrics='{"generalisation_gap": -0.5}')
    (row,) = csv.DictReader(io.StringIO(comparison.as_csv([odd])))
    assert row["id"] == f"'{sign}1+1"
    assert row["generalisation_gap"] == "-0.5"


# Figures to draw


def luminance(colour):
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize("colour", [*figure.COLOURS, figure.PCA_COLOUR])
def test_every_colour_stands_out_in_both_themes(colour):
    brightness = luminance(colour)
    assert (LIGHT + 0.05) / (brightness + 0.05) >= 3
    assert (brightness + 0.05) / (DARK + 0.05) >= 3


def test_there_is_a_colour_and_a_shape_for_every_run():
    assert len(set(figure.COLOURS)) == len(set(figure.SHAPES)) == comparison.MAX_RUNS


def test_training_and_validation_of_a_run_share_a_colour_and_pca_is_a_line(run):
    drawn = curve(run(), [3.0, float("nan"), 1.0], validations=[(3, 2.0)])
    training, validation, pca = figure.traces([figure.Line(2, "Plain", drawn)], 1.5)
    assert training["line"]["color"] == validation["line"]["color"] == figure.COLOURS[1]
    assert training["y"] == [3.0, None, 1.0]
    assert (validation["x"], validation["y"]) == ([3.0], [2.0])
    assert (pca["x"], pca["y"]) == ([0, 3.0], [1.5, 1.5])


def test_sixteen_digits_become_two_strips_of_eight():
    images = np.arange(16)[:, None, None] / 16 * np.ones((16, 28, 28), np.float32)
    images[15] = 2.0
    pictures = figure.strips(images)
    assert pictures.shape == (2, 28, 224)
    assert pictures.dtype == np.uint8
    np.testing.assert_array_equal(pictures[0, :, 28:56], 16)
    np.testing.assert_array_equal(pictures[1, :, -28:], 255)
    assert figure.to_png(pictures[0]).startswith(b"\x89PNG")


def test_a_small_cloud_has_every_point_and_none_to_be_clicked():
    codes = np.random.default_rng(0).normal(size=(50, 3)).astype(np.float32)
    traces = figure.cloud(project(codes), (np.arange(50) % 10).astype(np.uint8))
    assert sum(len(t["x"]) for t in traces) == 50
    assert not any("customdata" in t for t in traces)
