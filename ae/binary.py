"""Named arrays with a header as one binary file, which a browser reads without a copy. NumPy.

`AELB`, the version and the length of the header as uint32, the header as JSON padded with blanks,
the arrays; all of it little-endian. `pages/components/engine/file.js` reads it in the browser.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np

from ae.errors import ModelFileError

MAGIC, VERSION = b"AELB", 1
_START = struct.Struct("<4sII")
# Offsets that a browser can put a view of float32 on.
_ALIGNED = 4
_DTYPES = {
    name: np.dtype(name).newbyteorder("<") for name in ("float32", "float16", "int32", "uint8")
}


def pack(header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> bytes:
    """A header and named arrays as the bytes of one file.

    Args:
        header: what JSON can say, NaN and infinities left out; `arrays` is added to it.
        arrays: float32, float16, int32 or uint8, of any shape.

    Raises:
        ValueError: if the header or an array is anything else.
    """
    entries, parts, offset = {}, [], 0
    for name, values in arrays.items():
        if values.dtype.name not in _DTYPES:
            raise ValueError(f"{name}: expected {', '.join(_DTYPES)}, got {values.dtype.name}")
        content = values.astype(_DTYPES[values.dtype.name], order="C", copy=False).tobytes()
        entries[name] = {"dtype": values.dtype.name, "shape": values.shape, "offset": offset}
        parts.append(content + bytes(-len(content) % _ALIGNED))
        offset += len(parts[-1])
    text = json.dumps({**header, "arrays": entries}, allow_nan=False).encode()
    text += b" " * (-len(text) % _ALIGNED)
    return b"".join([_START.pack(MAGIC, VERSION, len(text)), text, *parts])


def unpack(raw: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Header, without `arrays`, and arrays that `pack` wrote; the arrays can only be read.

    Raises:
        ModelFileError: if the bytes are anything else, or cut short.
    """
    try:
        magic, version, length = _START.unpack_from(raw)
        if magic != MAGIC:
            raise ValueError("it does not begin as one")
        if version != VERSION:
            raise ValueError(f"it is of version {version}, and this program reads {VERSION}")
        start = _START.size + length
        header = json.loads(raw[_START.size : start])
        arrays = {name: _array(raw, start, **e) for name, e in header.pop("arrays").items()}
    except (struct.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelFileError(f"This is no binary file of AE Lab: {error}.") from error
    return header, arrays


def _array(raw: bytes, start: int, dtype: str, shape: list[int], offset: int) -> np.ndarray:
    count = int(np.prod(shape))
    return np.frombuffer(raw, _DTYPES[dtype], count, start + offset).reshape(shape)
