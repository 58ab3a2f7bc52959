import subprocess
import sys

CHECK = """
import sys
from ae.cluster.import_tensorflow import SPARED, import_tensorflow
import_tensorflow()
assert "keras" in sys.modules
print(sorted(set(SPARED) & set(sys.modules)))
import pandas
import keras
print(float(pandas.Series([1.0, 2.0]).sum()), keras.ops.sum([1.0, 2.0]).numpy())
"""


def test_a_worker_imports_tensorflow_without_what_it_only_tries_and_others_can_have_it_later():
    found = subprocess.run(
        [sys.executable, "-c", CHECK], capture_output=True, text=True, check=False
    )
    assert found.stdout.splitlines() == ["[]", "3.0 3.0"], found.stderr
