"""Reading IDX, the file format that MNIST was published in."""

from __future__ import annotations

import struct

import numpy as np

from ae.errors import DatasetError

IMAGES, LABELS = 2051, 2049


def read(raw: bytes, name: str) -> np.ndarray:
    """The array in the bytes of an IDX file: uint8 (n, 28, 28) or uint8 (n,).

    Args:
        raw: the whole file.
        name: what to call it in an error message.

    Raises:
        DatasetError: if the header or the length is not that of an IDX file of bytes.
    """
    magic = struct.unpack(">i", raw[:4])[0] if len(raw) >= 8 else None
    if magic not in (IMAGES, LABELS):
        raise DatasetError(f"{name}: expected an IDX file (magic 2051 or 2049), got magic {magic}")
    sizes = 3 if magic == IMAGES else 1
    start = 4 + 4 * sizes
    if len(raw) < start:
        raise DatasetError(f"{name}: expected a header of {start} bytes, got {len(raw)} bytes")
    shape = struct.unpack(f">{sizes}i", raw[4:start])
    values = np.frombuffer(raw, np.uint8, offset=start)
    if values.size != np.prod(shape):
        raise DatasetError(f"{name}: expected {shape} bytes after the header, got {values.size}")
    return values.reshape(shape)


def write(values: np.ndarray) -> bytes:
    """The bytes of the IDX file of a uint8 array (n, 28, 28) or (n,)."""
    magic = IMAGES if values.ndim == 3 else LABELS
    return struct.pack(f">{1 + values.ndim}i", magic, *values.shape) + values.tobytes()
