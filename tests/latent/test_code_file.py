"""The file of a run's codes."""

import numpy as np
import pytest

from ae.binary import unpack
from ae.errors import NotFinite
from ae.latent.clusters import clusters
from ae.latent.code_file import code_count, code_file


@pytest.fixture
def codes():
    return np.random.default_rng(0).normal(3, 2, (300, 5)).astype(np.float32)


@pytest.fixture
def errors():
    return np.linspace(0, 1, 300, dtype=np.float32)


def test_it_holds_codes_errors_groups_and_where_each_number_lies(codes, errors):
    header, arrays = unpack(code_file("abc", 40, codes, errors))
    assert (header["run"], header["step"]) == ("abc", 40)
    np.testing.assert_allclose(header["mean"], codes.mean(axis=0), rtol=1e-5)
    np.testing.assert_allclose(header["spread"], codes.std(axis=0), rtol=1e-5)
    np.testing.assert_array_equal(arrays["codes"], codes)
    np.testing.assert_array_equal(arrays["errors"], errors)
    np.testing.assert_array_equal(arrays["clusters"], clusters(codes))


@pytest.mark.parametrize(("size", "count"), [(2, 10_000), (250, 10_000), (1024, 2441)])
def test_of_large_codes_it_holds_fewer_images(size, count):
    assert code_count(size, 10_000) == count
    assert count * size <= 2_500_000


def test_more_than_it_may_hold_are_left_out(codes, errors, monkeypatch):
    monkeypatch.setattr("ae.latent.code_file.MOST_NUMBERS", 500)
    header, arrays = unpack(code_file("abc", 40, codes, errors))
    assert (arrays["codes"].shape, arrays["errors"].shape) == ((100, 5), (100,))
    np.testing.assert_allclose(header["mean"], codes[:100].mean(axis=0), rtol=1e-5)


@pytest.mark.parametrize("what", ["codes", "errors"])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_numbers_that_are_not_finite_make_no_file(codes, errors, what, value):
    {"codes": codes, "errors": errors}[what][7] = value
    with pytest.raises(NotFinite, match="not finite"):
        code_file("abc", 40, codes, errors)
