"""Model files, as a process that has no Keras reads and writes them."""

import subprocess
import sys
from pathlib import Path

import pytest

import ae.models

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import sys
import numpy as np
from ae.config import Hyperparameters
from ae.models import from_bytes, only_weights, to_bytes

hp = Hyperparameters(latent_dim=3)
state = {"code/kernel": np.ones((2, 3), np.float32), "optimizer/0": np.zeros(())}
read, arrays = from_bytes(to_bytes(hp, state))
assert read == hp, read
assert list(only_weights(arrays)) == ["code/kernel"], arrays
print(sorted({"tensorflow", "keras"} & set(sys.modules)))
"""


def test_a_model_file_is_written_and_read_without_keras():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert (done.stderr, done.stdout) == ("", "[]\n")


@pytest.mark.parametrize("name", ae.models.__all__)
def test_every_name_of_the_package_can_be_imported(name):
    assert getattr(ae.models, name) is not None


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match=r"module 'ae.models' has no attribute 'nope'"):
        _ = ae.models.nope
