import numpy as np
import pytest

from ae.config import Hyperparameters
from ae.diagnosis import diagnose_divergence

NAN = float("nan")


def said(*before, rate=1.0, parts=None, **settings):
    hp = Hyperparameters(**settings)
    parts = [NAN] * len(hp.parts) if parts is None else parts
    before = before or [0.1] * len(hp.parts)
    return diagnose_divergence(
        hp, 12, rate, np.array(parts, np.float32), np.array([before], np.float32)
    )


def test_it_says_when_and_by_default_to_go_slower():
    assert said() == (
        "The loss stopped being a finite number at step 12. "
        "Try a learning rate ten times smaller (0.1)."
    )


def test_a_kl_that_overflowed_is_named():
    text = said(500.0, 1e30, parts=[500, NAN], code="variational", loss="bce")
    assert text.startswith("The KL divergence stopped being a finite number")


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"sparsity": "l1", "sparsity_weight": 100.0}, "sparsity weight"),
        ({"contractive": 100.0}, "contraction"),
        ({"weight_decay": 1.0}, "weight decay"),
        ({"weight_decay": 1.0, "contractive": 1.0}, "contraction or weight decay"),
    ],
)
def test_a_penalty_that_ruled_the_loss_is_named(settings, field):
    assert f"Try a smaller {field}: the penalty ruled the loss." in said(0.1, 1e9, **settings)


def test_a_small_penalty_is_not_blamed():
    assert "penalty" not in said(0.1, 0.001, weight_decay=0.1)


def test_momentum_near_one_is_named():
    assert "Try a momentum of 0.9" in said(optimizer="sgd", momentum=0.99)


def test_sgd_on_nats_an_image_is_named():
    text = said(code="variational", loss="bce", optimizer="sgd")
    assert "Try Adam" in text


def test_an_output_without_bounds_is_named_where_the_rate_is_ordinary():
    assert "Try a sigmoid output" in said(output_activation="linear", rate=0.001)
    assert "sigmoid" not in said(output_activation="linear", rate=1.0)


def test_clipping_is_named_where_nothing_else_is_left():
    assert "Try gradient clipping at 1" in said(rate=0.001)
    assert "clipping" not in said(rate=0.001, clip_norm=1.0)
