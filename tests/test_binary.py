import json
import struct

import numpy as np
import pytest

from ae.binary import pack, unpack
from ae.errors import ModelFileError

ARRAYS = {
    "bytes": np.arange(5, dtype=np.uint8),
    "halves": np.array([0, -0.1, 65504, 6e-8, -np.inf], np.float16),
    "floats": np.linspace(-1, 1, 6, dtype=np.float32).reshape(2, 3),
    "none": np.empty((0, 4), np.float32),
    "whole": np.array(-7, np.int32),
}


def test_header_and_arrays_come_back_as_they_were():
    header, arrays = unpack(pack({"step": 3, "title": "größer"}, ARRAYS))
    assert header == {"step": 3, "title": "größer"}
    assert list(arrays) == list(ARRAYS)
    for name, values in ARRAYS.items():
        assert arrays[name].dtype == values.dtype
        np.testing.assert_array_equal(arrays[name], values)


@pytest.mark.parametrize("title", ["", "a", "ab", "abc"])
def test_data_and_every_array_begin_where_a_browser_can_view_them(title):
    raw = pack({"title": title}, ARRAYS)
    magic, version, length = struct.unpack_from("<4sII", raw)
    assert (magic, version) == (b"AELB", 1)
    assert (12 + length) % 4 == 0
    entries = json.loads(raw[12 : 12 + length])["arrays"]
    assert all(entry["offset"] % 4 == 0 for entry in entries.values())
    start = 12 + length + entries["floats"]["offset"]
    np.testing.assert_array_equal(np.frombuffer(raw, "<f4", 6, start), ARRAYS["floats"].ravel())


def test_arrays_of_any_order_in_memory_are_written_row_by_row():
    columns = np.asfortranarray(ARRAYS["floats"])
    big = ARRAYS["floats"].astype(">f4")
    _, arrays = unpack(pack({}, {"columns": columns, "big": big, "every": columns[:, ::2]}))
    np.testing.assert_array_equal(arrays["columns"], columns)
    np.testing.assert_array_equal(arrays["big"], columns)
    np.testing.assert_array_equal(arrays["every"], columns[:, ::2])


def test_other_kinds_of_numbers_and_headers_are_refused():
    with pytest.raises(ValueError, match="x: expected float32, float16, int32, uint8, got float64"):
        pack({}, {"x": np.zeros(3)})
    with pytest.raises(ValueError, match="JSON"):
        pack({"mean": float("nan")}, {})


def test_a_file_cut_anywhere_is_said_to_be_none():
    raw = pack({"step": 1}, {"floats": ARRAYS["floats"], "bytes": np.ones(4, np.uint8)})
    for length in range(len(raw)):
        with pytest.raises(ModelFileError, match=r"^This is no binary file of AE Lab: .+\.$"):
            unpack(raw[:length])


def test_another_version_and_another_kind_of_file_are_told_apart():
    raw = pack({}, {})
    with pytest.raises(ModelFileError, match="version 2, and this program reads 1"):
        unpack(raw[:4] + struct.pack("<I", 2) + raw[8:])
    with pytest.raises(ModelFileError, match="does not begin as one"):
        unpack(b"PK\3\4" + raw[4:])
