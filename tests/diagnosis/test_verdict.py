import pytest

from ae.diagnosis import figures, verdict
from ae.metrics.baselines import INPUT_MSE, PCA_MSE, Line, LineKind
from ae.presets import preset
from ae.store import Outcome
from ae.store.records import lines_to_json
from tests.diagnosis.runs import ended

GOOD = {"mse": 0.028, "sse_per_image": 21.95, "ssim": 0.8, "bce": 0.2, "dead_pixels": 0}


def test_a_good_run_is_held_against_pca_and_its_stuck_pixels_are_explained():
    run = ended(GOOD | {PCA_MSE: 0.007, "dead_pixels": 31})
    assert verdict(run) == (
        "About four times the error of PCA with the same code size: 0.02800 against 0.007000 per "
        "pixel. 31 output pixels are stuck at black, because their ReLU gets no gradient."
    )
    assert [(x.label, x.value) for x in figures(run)] == [
        ("Squared error (per pixel)", "0.02800"),
        ("PCA with the same code size", "0.007000"),
        ("Output pixels stuck at black", "31"),
    ]


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (0.005, "1% of"), (0.2, "About a fifth of"), (0.26, "About a quarter of"),
        (0.5, "About half"), (0.7, "70% of"), (0.98, "About"), (1.02, "About"),
        (1.4, "1.4 times"), (2.04, "About twice"), (2.6, "2.6 times"), (10.1, "About ten times"),
        (37, "About 37 times"),
    ],
)  # fmt: skip
def test_the_ratio_is_said_as_a_person_would(ratio, words):
    run = ended(GOOD | {"mse": 0.001 * ratio, PCA_MSE: 0.001})
    assert verdict(run).startswith(f"{words} the error of PCA")


def test_one_stuck_pixel_is_one_and_of_a_sigmoid_no_cause_is_claimed():
    assert "1 output pixel is stuck at black, because its ReLU" in verdict(
        ended(GOOD | {"dead_pixels": 1})
    )
    sigmoid = ended(GOOD | {"dead_pixels": 2}, preset("repaired"), mean=0.26)
    assert verdict(sigmoid).endswith("2 output pixels are stuck at black.")


def test_a_denoiser_is_held_against_its_input():
    run = ended(GOOD | {INPUT_MSE: 0.056}, preset("denoising"), mean=0.26)
    assert verdict(run).startswith("About half the error of its noisy input: 0.02800 against")
    assert figures(run)[1].label == "Its noisy input"


def test_a_run_of_an_older_version_is_held_against_the_line_in_its_chart_where_units_are_the_same():
    lines = lines_to_json([Line(LineKind.PCA, "PCA", 0.014)])
    assert verdict(ended(GOOD, baselines=lines)).startswith("About twice the error of PCA")
    entropies = ended(GOOD, preset("repaired"), baselines=lines)
    assert verdict(entropies) == "Its squared error on the test images is 0.02800 per pixel."


def test_pca_with_as_many_numbers_as_pixels_is_no_yardstick():
    assert "PCA" not in verdict(ended(GOOD | {PCA_MSE: 1e-12}))


def test_a_run_that_is_no_better_yet_is_told_to_go_on():
    assert verdict(ended(GOOD | {"mse": 0.08}, step=60)) == (
        "After 60 steps it has not learned anything yet: a squared error of 0.08000 per pixel, "
        "where always showing the mean image has 0.06750. Train it longer."
    )


def test_a_run_with_an_outcome_says_what_the_worker_found():
    run = ended(GOOD | {"mse": 1e22}, outcome=Outcome.BLEW_UP, message="It blew up. Try less.")
    assert verdict(run) == "It blew up. Try less."
    assert [(x.label, x.value) for x in figures(run)][:2] == [
        ("Squared error (per pixel)", "1.000e22"),
        ("The mean image", "0.06750"),
    ]


def test_a_run_of_an_older_version_is_explained_although_its_worker_left_no_words():
    run = ended(GOOD | {"mse": 0.114, "dead_pixels": 668}, outcome=Outcome.LEARNED_NOTHING)
    assert verdict(run).startswith("It is no better than always showing the mean image")
    assert verdict(run).endswith("Try a sigmoid output.")


def test_what_early_stopping_did_comes_last():
    assert verdict(ended(GOOD, message="Stopped early.")).endswith("per pixel. Stopped early.")


def test_before_its_end_there_is_only_what_the_run_has_to_say():
    assert verdict(ended(None)) == ""
    assert verdict(ended(None, message="Its worker died.")) == "Its worker died."


def test_a_variational_run_has_its_bound_and_a_sparse_one_its_code():
    test = GOOD | {PCA_MSE: 0.03, "elbo": -100.0, "kl": 25.0, "reconstruction": 75.0}
    assert figures(ended(test, preset("vae"), mean=206.0))[2].label == "ELBO (nats per image)"
    sparse = ended(GOOD | {PCA_MSE: 0.03, "code_at_rest": 0.9}, preset("sparse"), mean=0.26)
    assert figures(sparse)[2].value == "90%"


def test_of_an_older_run_with_few_figures_those_are_shown_that_there_are_and_none_twice():
    labels = [figure.label for figure in figures(ended(GOOD))]
    assert labels == ["Squared error (per pixel)", "SSIM (at most 1)", "Squared error (per image)"]
    assert [figure.label for figure in figures(ended({"mse": 0.028}))] == labels[:1]
