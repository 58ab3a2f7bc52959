import subprocess
import sys
from pathlib import Path

import pytest

import ae

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", ae.__all__)
def test_an_exported_name_can_be_imported_from_where_it_lives(name):
    exported = getattr(ae, name)
    assert exported.__name__ == name
    assert exported.__module__.startswith("ae.")
    assert exported.__doc__
    assert name in dir(ae)


def test_the_names_of_the_contract_are_exported():
    assert set(ae.__all__) >= {"preset", "load_dataset", "train", "evaluate", "pca"}


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'ae' has no attribute 'nope'"):
        _ = ae.nope


@pytest.mark.parametrize(
    "module",
    ["ae", "ae.store", "ae.queue", "ae.live", "ae.plots.digits", "ae.cluster.client",
     "ae.cluster.launch", "ae.cluster.supervisor", "ae.web.lifespan", "ae.web.routes"],
)  # fmt: skip
def test_what_the_server_imports_brings_no_tensorflow_and_no_screen(module):
    script = f"""
import sys
import {module}
from ae import Hyperparameters, evaluate, load_dataset, pca, preset

print(sorted({{"tensorflow", "keras", "streamlit", "matplotlib.pyplot"}} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.stderr == ""
    assert done.stdout == "[]\n"
