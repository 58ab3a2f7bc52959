"""Every word that stands on a page without a sentence of its own has one in the glossary."""

import re
from pathlib import Path

import pytest

from ae.config import FIELDS, Hyperparameters
from ae.metrics import METRICS
from ae.metrics.baselines import line_names
from ae.terms import TERMS

PIXELS = FIELDS["pixels"].choices or {}
LIVE_VIEW = Path(__file__).parents[1] / "pages/components/live_view/live_view.html"


def test_every_word_marked_in_the_live_view_has_a_meaning():
    marked = re.findall(r"data-term>([^<]+)<", LIVE_VIEW.read_text())
    assert {"Validation loss", "Smoothing", "Error"} < set(marked)
    assert set(marked) <= set(TERMS)


@pytest.mark.parametrize(
    ("code", "loss", "pixels"),
    [
        ("plain", "mse", "grey"),
        *((code, "bce", pixels) for code in ("plain", "variational") for pixels in PIXELS),
    ],
)
@pytest.mark.parametrize("noise", ["none", "gaussian"])
@pytest.mark.parametrize("latent_dim", [2, 1024])
def test_every_baseline_and_every_unit_has_a_meaning(code, loss, pixels, noise, latent_dim):
    hp = Hyperparameters(loss=loss, code=code, pixels=pixels, noise=noise, latent_dim=latent_dim)
    assert {label for _, label in line_names(hp)} <= set(TERMS)
    assert hp.loss_unit in TERMS


def test_every_figure_has_a_meaning():
    assert [name for name, metric in METRICS.items() if not metric.help.endswith(".")] == []


def test_a_meaning_is_one_sentence_or_a_few_that_can_be_read_on_a_phone():
    for word, meaning in TERMS.items():
        assert meaning[0].isupper(), word
        assert meaning.endswith("."), word
        assert len(meaning) < 300, word
