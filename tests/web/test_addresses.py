from pathlib import Path

import pytest

from ae.web.addresses import Addresses
from ae.web.modules import load_modules


@pytest.mark.parametrize("base_path", [None, "", "/", "//"])
def test_without_a_base_path_addresses_begin_at_the_root(base_path):
    assert Addresses.below(base_path) == Addresses("")
    assert Addresses.below(base_path).live == "/live"


@pytest.mark.parametrize("base_path", ["school/ae", "/school/ae", "school/ae/", "/school//ae/"])
def test_a_base_path_comes_before_every_address(base_path, tmp_path):
    addresses = Addresses.below(base_path)
    assert addresses.plotly == "/school/ae/assets/plotly.min.js"
    assert addresses.live == "/school/ae/live"
    assert addresses.modules(tmp_path).startswith("/school/ae/assets/js/")


def a_folder(root: Path, **contents: str) -> Path:
    root.mkdir()
    for name, content in contents.items():
        (root / f"{name}.js").write_text(content)
    return root


def test_the_address_of_modules_is_the_same_for_the_same_files(tmp_path):
    first = a_folder(tmp_path / "first", feed="1", chart="2")
    second = a_folder(tmp_path / "second", chart="2", feed="1")
    assert Addresses().modules(first) == Addresses().modules(second)


@pytest.mark.parametrize(
    "other", [{"feed": "1", "chart": "3"}, {"feed": "1"}, {"feed": "1", "charts": "2"},
              {"feed": "12", "chart": ""}],
)  # fmt: skip
def test_the_address_of_modules_changes_with_a_file(other, tmp_path):
    before = a_folder(tmp_path / "before", feed="1", chart="2")
    after = a_folder(tmp_path / "after", **other)
    assert Addresses().modules(before) != Addresses().modules(after)


def test_a_file_that_changes_while_the_server_runs_changes_neither_address_nor_content(tmp_path):
    folder = a_folder(tmp_path / "modules", feed="1")
    before = Addresses().modules(folder)
    (folder / "feed.js").write_text("2")
    assert Addresses().modules(folder) == before
    assert load_modules(folder).files == {"feed.js": b"1"}
