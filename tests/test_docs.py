"""What the README says is there, is there."""

import re
import tomllib
from pathlib import Path

import pytest

from ae.__main__ import _parser
from ae.config import FIELDS
from ae.presets import PRESETS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def test_every_file_of_the_map_exists_and_every_module_is_on_it():
    mapped = set(re.findall(r"^- `([^`]+)`", README, re.MULTILINE))
    assert mapped
    for name in mapped:
        assert (ROOT / name).exists(), name
    there = {
        f"{folder}/{path.name}{'/' if path.is_dir() else ''}"
        for folder in ("ae", "pages", "bench")
        for path in (ROOT / folder).iterdir()
        if not path.name.startswith(("_", "."))
    }
    assert there <= mapped


def test_every_preset_is_described():
    table = set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE))
    assert set(PRESETS) <= table


@pytest.mark.parametrize("line", re.findall(r"^python -m ae (.+)$", README, re.MULTILINE))
def test_every_command_line_of_the_readme_is_accepted(line):
    options = _parser().parse_args(line.split("#")[0].split())
    for pair in getattr(options, "set", []):
        assert pair.partition("=")[0] in FIELDS


def test_every_make_target_of_the_readme_exists():
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(re.findall(r"`?make (\w+)", README)) <= set(targets)


def test_every_picture_of_the_readme_exists():
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    assert all((ROOT / picture).stat().st_size > 10_000 for picture in pictures)


def test_requirements_are_bounded_on_both_sides():
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-mutation.txt"):
        for line in (ROOT / name).read_text().splitlines():
            requirement = line.split("#")[0].split(";")[0].strip()
            if requirement and not requirement.startswith(("-r", "cryptography")):
                assert re.search(r">=.+,<", requirement), requirement


def test_the_changelog_names_the_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text()
