"""What CONTRIBUTING promises: a new hyperparameter is one entry. Tried on a copy of the program."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Each way in which a compiled graph can depend on a field, and whether 2 and 3 share a program.
GRAPHS = {"value": False, "use": True, "no": True}
ENTRY = """
    sharpness: float = number(
        2.0, "Sharpness", "code", "An example. Typical: 1 to 3.",
        low=0.0, high=5.0, why="an example", graph="{graph}", scale="linear",
    )
"""
SCRIPT = """
import contextlib, io, json
from streamlit.testing.v1 import AppTest
from ae import comparison
from ae.__main__ import main
from ae.config import Hyperparameters
from ae.config.compiled import RUNTIME_SCALARS, graph_key
from ae.store import Store

written = json.loads(Hyperparameters().to_json())
before = {name: value for name, value in written.items() if name != "sharpness"}
hp = Hyperparameters.from_query({"sharpness": "3"})
refused, listed = io.StringIO(), io.StringIO()
with contextlib.redirect_stderr(refused):
    status = main(["train", "--set", "sharpness=9"])
with contextlib.redirect_stdout(listed):
    main(["presets", "--json"])

page = AppTest.from_file("pages/index.py", default_timeout=60).run()
page.switch_page("train.py").run()
next(widget for widget in page.text_input if widget.label == "Sharpness").set_value("4").run()
next(widget for widget in page.button if widget.label == "Train").click().run()
(run,) = Store().runs()

print(json.dumps({
    "of before": Hyperparameters.from_json(json.dumps(before)).sharpness,
    "link": hp.to_query(),
    "status": status,
    "refused": refused.getvalue(),
    "presets": json.loads(listed.getvalue().splitlines()[-1])["article"]["sharpness"],
    "trained with": run.hp.sharpness,
    "shares a program": graph_key(hp) == graph_key(Hyperparameters()),
    "without it": graph_key(Hyperparameters(sharpness=0.0)) == graph_key(hp),
    "is given": "sharpness" in RUNTIME_SCALARS,
}))
"""


@pytest.mark.parametrize("graph", GRAPHS)
def test_a_new_entry_is_in_form_link_command_line_json_and_graph_key(graph, tmp_path):
    bundle = ROOT / "ae/data/mnist.npz"
    for name in ("ae", "pages"):
        ignored = shutil.ignore_patterns("__pycache__", bundle.name)
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    (tmp_path / bundle.relative_to(ROOT)).symlink_to(bundle)
    listed = tmp_path / "ae/config/settings.py"
    end = "    # fmt: on\n"
    assert end in listed.read_text()
    listed.write_text(listed.read_text().replace(end, ENTRY.format(graph=graph) + end))
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=tmp_path, capture_output=True, text=True, timeout=120,
        env=os.environ | {"AE_STORE": str(tmp_path / "runs.sqlite"), "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "of before": 2.0,
        "link": {"sharpness": "3"},
        "status": 2,
        "refused": "sharpness: expected 0 to 5 (an example), got 9.0\n",
        "presets": 2.0,
        "trained with": 4.0,
        "shares a program": GRAPHS[graph],
        "without it": graph == "no",
        "is given": graph == "use",
    }
