import hashlib
import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import ae.data
from ae.data import BUNDLE, SHOWN, as_images, idx, load_dataset
from ae.data.build import FILES, build
from ae.errors import DatasetError

ROOT = Path(__file__).resolve().parents[2]
PARTS = {"train": 55_000, "validation": 5_000, "test": 10_000}


def raw_file(data, key):
    """The published IDX file, rebuilt from the bundle."""
    kind = "pixels" if key.endswith("images") else "labels"
    parts = ["test"] if key.startswith("test") else ["train", "validation"]
    return idx.write(np.concatenate([getattr(getattr(data, part), kind) for part in parts]))


@pytest.mark.parametrize("key", list(FILES))
def test_the_bundle_holds_the_published_files_byte_for_byte(data, key):
    assert hashlib.md5(raw_file(data, key)).hexdigest() == FILES[key][1]


@pytest.mark.parametrize(("part", "size"), PARTS.items())
def test_a_part_has_its_size_dtype_shape_and_range(data, part, size):
    split = getattr(data, part)
    assert len(split) == size
    assert (split.images.dtype, split.images.shape) == (np.float32, (size, 28, 28, 1))
    assert (split.images.min(), split.images.max()) == (0, 1)
    assert (split.pixels.dtype, split.pixels.shape) == (np.uint8, (size, 28, 28))
    assert (split.labels.dtype, split.labels.shape) == (np.uint8, (size,))
    assert set(split.labels.tolist()) == set(range(10))


def test_images_are_grey_levels_over_255(data):
    images = data.test.images
    np.testing.assert_array_equal(np.round(images[..., 0] * 255), data.test.pixels)
    assert as_images(np.full((1, 28, 28), 51, np.uint8))[0, 0, 0, 0] == np.float32(0.2)


def test_the_first_digits_are_those_of_mnist(data):
    assert data.train.labels[:5].tolist() == [5, 0, 4, 1, 9]
    assert data.test.labels[list(SHOWN)].tolist() == [
        7,
        2,
        1,
        0,
        4,
        1,
        4,
        9,
        5,
        9,
        0,
        6,
        9,
        0,
        1,
        5,
    ]


def test_a_dataset_is_the_same_object_each_time(data):
    assert load_dataset("mnist") is data


def test_an_unknown_dataset_is_refused():
    with pytest.raises(DatasetError, match="dataset: expected mnist, got 'imagenet'"):
        load_dataset("imagenet")


def test_loading_never_touches_the_network():
    script = """
import socket

def refuse(*_, **__):
    raise AssertionError("the network was touched")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
import ae

data = ae.load_dataset("mnist")
for split in (data.train, data.validation, data.test):
    print(split.images.shape, split.images.dtype, len(split.labels))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [f"({n}, 28, 28, 1) float32 {n}" for n in PARTS.values()]


def flipped(raw):
    """A bundle with a byte of the compressed training images turned over."""
    return raw[:5_000_000] + bytes([raw[5_000_000] ^ 0xFF]) + raw[5_000_001:]


def without_images(_):
    target = io.BytesIO()
    np.savez(target, train_labels=np.zeros(60_000, np.uint8))
    return target.getvalue()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(None, id="missing"),
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda _: b"version https://git-lfs.github.com/spec/v1\n", id="text"),
        pytest.param(lambda raw: raw[: len(raw) // 2], id="cut short"),
        pytest.param(flipped, id="a byte turned over"),
        pytest.param(without_images, id="an array missing"),
    ],
)
def test_a_damaged_bundle_is_named_with_what_to_do(damage, tmp_path, monkeypatch):
    bundle = tmp_path / "mnist.npz"
    if damage:
        bundle.write_bytes(damage(BUNDLE.read_bytes()))
    monkeypatch.setattr(ae.data, "BUNDLE", bundle)
    fresh = load_dataset.__wrapped__("mnist")
    with pytest.raises(DatasetError, match="missing or damaged") as caught:
        _ = fresh.train
    assert str(bundle) in str(caught.value)
    assert "python -m ae.data.build" in str(caught.value)


def test_a_file_that_is_not_the_published_one_is_not_built_from(tmp_path):
    name, expected = FILES["train_images"]
    (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(SystemExit, match=f"{name}: expected MD5 {expected}, got "):
        build(tmp_path, tmp_path / "built.npz")


images = st.integers(0, 4).flatmap(lambda n: arrays(np.uint8, (n, 28, 28)))
labels = arrays(np.uint8, st.integers(0, 50))


@given(images | labels)
def test_idx_files_survive_writing_and_reading(values):
    read = idx.read(idx.write(values), "file")
    assert read.dtype == np.uint8
    np.testing.assert_array_equal(read, values)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "got magic None"),
        (b"\x00\x00\x08", "got magic None"),
        (b"\x89PNG\r\n\x1a\n" * 4, "got magic"),
        (b"\x00\x00\x08\x03" + b"\x00" * 8, "a header of 16 bytes, got 12 bytes"),
        (idx.write(np.zeros(5, np.uint8))[:-1], "bytes after the header, got 4"),
        (idx.write(np.zeros(5, np.uint8)) + b"x", "bytes after the header, got 6"),
    ],
    ids=["empty", "short", "another format", "half a header", "cut short", "too long"],
)
def test_a_file_that_is_no_idx_file_is_refused_by_name(raw, problem):
    with pytest.raises(DatasetError, match=problem) as caught:
        idx.read(raw, "my-file")
    assert str(caught.value).startswith("my-file: expected ")
