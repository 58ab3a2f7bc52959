"""Questions that need no weights, asked in this process."""

import numpy as np
import pytest

import ae
from ae.cluster.inference import answer
from ae.errors import NoWeights
from ae.metrics import METRICS, baselines
from ae.metrics.baselines import LineKind


def test_pca_of_a_runs_size_needs_none_of_its_weights(store, data):
    run = store.submit(ae.preset("vae2"), "someone")
    found = answer(store.url, run.id, "pca", {"indices": [0, 5], "count": 30})
    linear = baselines.pca(data, 2)
    assert found["latent_dim"] == 2
    np.testing.assert_allclose(
        found["reconstruction"], linear.reconstruct(data.test.images[[0, 5]])[..., 0], atol=1e-6
    )
    np.testing.assert_allclose(found["codes"], linear.encode(data.test.images[:30]), atol=1e-4)
    assert found["errors"].shape == (30,)
    # The cross-entropy is that of the line in the run's chart.
    (line,) = [x for x in baselines.lines(run.hp.replace(code="plain")) if x.kind is LineKind.PCA]
    assert found["metrics"]["bce"] == line.value
    assert found["metrics"]["mse"] == pytest.approx(0.0556, abs=0.0005)
    assert set(found["metrics"]) <= set(METRICS)


def test_a_question_about_weights_still_needs_them(store):
    run = store.submit(ae.preset("vae2"), "someone")
    with pytest.raises(NoWeights):
        answer(store.url, run.id, "encode", {"count": 10})
