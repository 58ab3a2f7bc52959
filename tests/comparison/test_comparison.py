"""Runs beside each other, as plain values."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

import ae
from ae import comparison
from ae.comparison import BINARISED, NO_VALUE, Conditions, CurveKind, MetricColumn
from ae.config import FIELDS
from ae.latent.projection import project
from ae.metrics import METRICS
from ae.plots import curves as figure
from ae.store import State

PLAIN, VARIATIONAL = comparison.plain_and_variational(16)
FAIR = Conditions(16)
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


def column(conditions=FAIR, loss_unit="", **metrics):
    return MetricColumn(metrics, conditions, loss_unit)


def best(*values, metric="mse", conditions=None):
    conditions = conditions or [FAIR] * len(values)
    columns = [column(c, **{metric: value}) for c, value in zip(conditions, values, strict=True)]
    (row,) = comparison.metric_rows(columns)
    return set(row.best)


def test_the_best_is_the_lowest_or_the_highest_as_the_metric_says():
    assert best(0.03, 0.01, 0.02) == {1}
    assert best(10.0, 30.0, 20.0, metric="psnr") == {1}
    assert best(-140.0, -100.0, metric="elbo") == {1}


@pytest.mark.parametrize("name", METRICS)
def test_where_less_or_more_is_not_simply_better_none_is_best_and_a_reason_is_given(name):
    metric = METRICS[name]
    assert bool(metric.best) != bool(metric.why_none)
    assert bool(best(1, 2, metric=name)) == bool(metric.best)


def test_no_figure_of_how_a_code_is_used_has_a_best():
    unmarked = {name for name, metric in METRICS.items() if not metric.best}
    assert unmarked == {
        "reconstruction", "kl", "active_units", "dead_units", "code_at_rest", "dead_pixels",
        "generalisation_gap",
    }  # fmt: skip


def test_only_those_of_one_code_size_and_the_same_images_are_compared():
    larger = replace(FAIR, code_size=128)
    noisy = replace(FAIR, noise="noise: Gaussian, 0.3")
    assert best(0.03, 0.001, 0.02, conditions=[FAIR, larger, FAIR]) == {2}
    assert best(0.03, 0.001, conditions=[FAIR, larger]) == set()
    assert best(0.03, 0.02, 0.002, 0.001, conditions=[FAIR, FAIR, larger, larger]) == {1, 3}
    assert best(0.03, 0.001, 0.02, conditions=[FAIR, noisy, FAIR]) == {2}


def test_what_reads_alike_is_equally_good_and_all_alike_is_not_best():
    assert best(0.010001, 0.010002, 0.02) == {0, 1}
    assert best(0.010001, 0.010002) == set()
    assert best(0.01) == set()


def test_what_was_not_measured_is_neither_shown_nor_best():
    columns = [column(mse=0.02), column(), column(mse=float("nan"))]
    (row,) = comparison.metric_rows([*columns, column(mse=0.03)])
    assert row.cells == ("0.02000", NO_VALUE, NO_VALUE, "0.03000")
    assert row.best == {0}


def test_grey_and_binarised_images_never_share_a_row():
    grey = [column(elbo=-100.0, mse=0.01), column(elbo=-101.0, mse=0.02)]
    binarised = column(replace(FAIR, pixels="binarised"), elbo=-80.0, mse=0.001)
    rows = comparison.metric_rows([binarised, *grey])
    assert [(r.images, r.metric, r.cells, r.best) for r in rows] == [
        ("", "mse", (NO_VALUE, "0.01000", "0.02000"), {1}),
        ("", "elbo", (NO_VALUE, "-100.0", "-101.0"), {1}),
        (BINARISED, "mse", ("0.001000", NO_VALUE, NO_VALUE), set()),
        (BINARISED, "elbo", ("-80.00", NO_VALUE, NO_VALUE), set()),
    ]


def test_generalisation_gaps_of_different_losses_never_share_a_row():
    rows = comparison.metric_rows(
        [column(loss_unit=unit, generalisation_gap=gap) for gap, unit in [(1, "a"), (2, "b")]]
    )
    assert [(r.unit, r.cells) for r in rows] == [
        ("a", ("1.000", NO_VALUE)),
        ("b", (NO_VALUE, "2.000")),
    ]


# Fairness


def test_conditions_are_the_code_size_the_images_and_how_they_are_spoiled(run):
    noisy = PLAIN.replace(noise="gaussian", noise_level=0.3, latent_dim=8)
    assert Conditions.of(run()) == Conditions(16)
    assert Conditions.of(run(noisy)) == Conditions(8, noise="noise: Gaussian, 0.3")
    assert Conditions.of(run(noisy)).of_pca == Conditions(8)
    assert Conditions.of(run(noisy.replace(noise_level=0.4))) != Conditions.of(run(noisy))
    assert Conditions.of(run(PLAIN.replace(noise_level=0.4))) == Conditions.of(run())


def test_conditions_say_the_code_size_and_what_is_special():
    assert Conditions(8).in_words == "Code size 8"
    odd = Conditions(1024, pixels="binarised", noise="noise: Gaussian, 0.3")
    assert odd.in_words == "Code size 1,024, black-or-white pixels, noise: Gaussian, 0.3"


def test_there_is_one_pca_for_each_code_size_and_none_has_more_numbers_than_pixels():
    conditions = [
        Conditions(8),
        Conditions(2),
        replace(FAIR, code_size=8, noise="n"),
        Conditions(2),
    ]
    assert comparison.pca_conditions(conditions) == [Conditions(8), Conditions(2)]
    assert comparison.pca_conditions([Conditions(1024)]) == [Conditions(784)]


def test_like_stands_beside_like_in_the_order_of_the_first():
    assert comparison.fair_groups([Conditions(8), Conditions(2), Conditions(8)]) == [[0, 2], [1]]


def test_the_reason_for_no_star_tells_another_code_size_from_other_images():
    noisy = Conditions(8, noise="n")
    assert comparison.why_no_match([Conditions(8), Conditions(8)]) == {}
    assert comparison.why_no_match([Conditions(8), Conditions(8), Conditions(2)]) == {
        "no other here has its code size": [2]
    }
    assert comparison.why_no_match([Conditions(8), noisy]) == {
        "no other with its code size was shown the same images": [0, 1]
    }


# Curves


def test_losses_of_different_kinds_have_different_units():
    binarised = PLAIN.replace(pixels="binarised")
    settings = (PLAIN, VARIATIONAL, ae.preset("article"), binarised)
    assert len({comparison.curve_kind(hp, "whole").unit for hp in settings}) == 4


def test_the_whole_loss_is_what_a_run_trained_with():
    assert comparison.curve_kind(VARIATIONAL, "whole") == CurveKind(VARIATIONAL.loss_unit)


def test_the_reconstruction_of_a_variational_run_is_in_the_unit_of_a_plain_one():
    kind = comparison.curve_kind(VARIATIONAL, "reconstruction")
    assert kind == CurveKind(PLAIN.loss_unit, "reconstruction", 1 / 784)
    assert comparison.curve_kind(PLAIN, "reconstruction") == CurveKind(PLAIN.loss_unit)


def test_the_reconstruction_of_a_penalised_run_is_one_part_of_its_loss():
    sparse = PLAIN.replace(sparsity="l1")
    kind = comparison.curve_kind(sparse, "reconstruction")
    assert kind == CurveKind(PLAIN.loss_unit, "reconstruction")


def test_the_reconstruction_is_shown_first_only_where_it_brings_curves_together():
    assert comparison.default_quantity([PLAIN, VARIATIONAL]) == "reconstruction"
    assert comparison.default_quantity([VARIATIONAL, VARIATIONAL]) == "whole"
    assert comparison.default_quantity([PLAIN, ae.preset("article")]) == "whole"


# The file


def test_the_file_has_a_run_a_row_with_raw_numbers_and_pca_last(run):
    ended = run(
        ae.preset("article"), "article", state=State.FINISHED, step=1000,
        metrics='{"mse": 0.028123456, "elbo": -100.5}',
    )  # fmt: skip
    text = comparison.as_csv([ended, run()], [{"name": "PCA, 16 numbers", "mse": 0.0268}])
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


def test_a_small_cloud_has_every_point_and_none_to_be_clicked():
    codes = np.random.default_rng(0).normal(size=(50, 3)).astype(np.float32)
    traces = figure.cloud(project(codes), (np.arange(50) % 10).astype(np.uint8))
    assert sum(len(t["x"]) for t in traces) == 50
    assert not any("customdata" in t for t in traces)
