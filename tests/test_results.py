"""The names of what a worker makes: what each asks for, and nothing else."""

import pytest

from ae.errors import SettingError
from ae.latent.latent_map import MapChoice
from ae.latent.sampling import SamplerChoice
from ae.results import ScoreChoice, parse_result


@pytest.mark.parametrize(
    ("name", "choice"),
    [
        ("tsne-2-1000", MapChoice("tsne", (2,), 1000)),
        ("umap-3-500", MapChoice("umap", (3,), 500)),
        ("gaussian", SamplerChoice("gaussian")),
        ("mixture-10", SamplerChoice("mixture", 10)),
        ("scores-prior-t0.00", ScoreChoice(SamplerChoice("prior"), 0.0)),
        ("scores-gaussian-t2.00", ScoreChoice(SamplerChoice("gaussian"), 2.0)),
        ("scores-mixture-10-t0.85", ScoreChoice(SamplerChoice("mixture", 10), 0.85)),
    ],
)
def test_a_name_is_read_and_written_again(name, choice):
    assert parse_result(name) == choice
    assert str(choice) == name


@pytest.mark.parametrize(
    "name",
    ["", "weights", "pca-2-1000", "prior", "tsne-4-100", "mixture-1", "scores", "scores-gaussian",
     "scores-gaussian-t1", "scores-gaussian-t2.01", "scores-gaussian-t9.99", "scores-mixture-10-t1",
     "scores-mixture-1-t1.00", "scores-tsne-2-1000-t1.00", "scores-gaussian-t1.00\n",
     "scores-gaussian-t١.٠٠", "scores-scores-gaussian-t1.00-t1.00"],
)  # fmt: skip
def test_what_is_no_result_is_refused(name):
    with pytest.raises(SettingError, match="expected"):
        parse_result(name)
