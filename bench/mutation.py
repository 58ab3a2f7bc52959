"""How many small faults in the figures the tests notice.

Cosmic Ray's operators change a sign, a comparison, a number or a choice in one place of a module;
then the module's own tests run. A fault that they do not notice is a figure that nothing holds to
its value. `mutation.toml` says what is changed, which tests have to notice, and which faults make
no difference. The changed text is imported in place of the file, which stays as it is, and by a
process forked off after the libraries are loaded: importing TensorFlow for each would take longer
than the tests.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import os
import random
import signal
import sys
import tempfile
import time
import tomllib
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType
from typing import Any, NoReturn

ROOT = Path(__file__).parents[1]
TARGET = 0.95
# The tests of a fault may take so many times as long as without one; then it hangs, and that is
# noticed. The start of many workers at once is slow.
PATIENCE, LEAST_PATIENCE = 5, 60.0
# The libraries are loaded before pytest can rewrite the assertions of its plugins among them.
PYTEST = (
    *("-x", "-q", "-p", "no:cacheprovider"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)
# Loaded before the tests, so that each process has them. Nothing may compute with TensorFlow yet:
# its threads do not live through a fork.
LIBRARIES = (
    *("numpy", "tensorflow", "keras", "sqlalchemy", "distributed", "plotly.graph_objects"),
    *("sklearn.manifold", "skimage.metrics", "openTSNE", "pytest", "hypothesis.extra.numpy"),
    *("hypothesis", "playwright.sync_api", "matplotlib.figure", "websockets"),
)


@dataclass(frozen=True)
class Fault:
    """A module with one small fault.

    Attributes:
        text: of the whole module, changed.
        line: the number of the one that changed.
        tests: files and folders whose tests should notice it.
    """

    module: str
    text: str
    line: int
    tests: tuple[str, ...]


def faults(config: dict[str, Any], only: str = "") -> Iterator[Fault]:
    """Every fault of the modules whose path begins with `only`, but those without a difference."""
    harmless = {(e["module"], line) for e in config["harmless"] for line in e["lines"]}
    for module, tests in config["modules"].items():
        if not module.startswith(only):
            continue
        text = (ROOT / module).read_text()
        meaning = _meaning(text)
        for changed in _changed_texts(text, config["operators"]):
            line, written = _difference(text, changed)
            if (module, written) not in harmless and _meaning(changed) not in ("", meaning):
                yield Fault(module, changed, line, tuple(tests))


def _changed_texts(text: str, operators: Sequence[str]) -> Iterator[str]:
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    for name in operators:
        operator, occurrence = get_operator(f"core/{name}")(), 0
        while (changed := mutate_code(text, operator, occurrence)) is not None:
            yield changed
            occurrence += 1


def _difference(old: str, new: str) -> tuple[int, str]:
    """The first line that differs: its number, and how it is now, without its indentation."""
    pairs = zip(old.splitlines(), new.splitlines(), strict=True)
    return next((i, new.strip()) for i, (old, new) in enumerate(pairs, 1) if old != new)


def _meaning(text: str) -> str:
    """What the module computes: without annotations, decorators and checks of equal lengths.

    Decorators keep results or forbid changes. Empty for what is no Python: Cosmic Ray takes the
    star of an argument for a product.
    """
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        for field in ("annotation", "returns"):
            if getattr(node, field, None) is not None:
                setattr(node, field, ast.Constant(None))
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            node.decorator_list = []
        if isinstance(node, ast.Call):
            node.keywords = [k for k in node.keywords if k.arg != "strict"]
    return ast.dump(tree)


class _Text(SourceFileLoader):
    """Loads a text in place of a module's file, without its bytecode."""

    def __init__(self, name: str, path: str, text: str):
        super().__init__(name, path)
        self._text = text

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._text, self.path, "exec")


class _InPlaceOf(MetaPathFinder):
    """Finds a module as `_Text`."""

    def __init__(self, module: str, text: str):
        path = str(ROOT / module)
        self._loader = _Text(module.removesuffix(".py").replace("/", "."), path, text)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name != self._loader.name:
            return None
        return spec_from_file_location(name, self._loader.path, loader=self._loader)


def _test(module: str, text: str, tests: Sequence[str], log: str) -> NoReturn:
    """Run tests with that text of a module, in this process, and end it with their exit code."""
    import pytest

    os.setsid()
    for stream in (1, 2):
        os.dup2(os.open(log, os.O_WRONLY), stream)
    sys.meta_path.insert(0, _InPlaceOf(module, text))
    code = 1
    try:
        code = pytest.main([*PYTEST, *tests])
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def _start(module: str, text: str, tests: Sequence[str], log: str = os.devnull) -> int:
    child = os.fork()
    if not child:
        _test(module, text, tests, log)
    return child


def _end(child: int) -> None:
    """Whatever it started ends with it."""
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)


def seconds_without_fault(module: str, tests: Sequence[str]) -> float:
    """How long a module's tests take; ends the program where they do not pass."""
    began = time.monotonic()
    with tempfile.NamedTemporaryFile("r") as log:
        _, status = os.waitpid(_start(module, (ROOT / module).read_text(), tests, log.name), 0)
        if status:
            sys.exit(f"{log.read()}\n{module}: its tests do not pass without a fault")
    return time.monotonic() - began


def unnoticed(chosen: Sequence[Fault], limits: dict[str, float], at_once: int) -> list[Fault]:
    """Those that all tests pass with.

    Args:
        limits: seconds by module, after which a fault counts as noticed: its tests hang.
    """
    waiting, running, survivors = list(chosen), dict[int, tuple[Fault, float]](), []
    while waiting or running:
        while waiting and len(running) < at_once:
            fault = waiting.pop(0)
            child = _start(fault.module, fault.text, fault.tests)
            running[child] = fault, time.monotonic() + limits[fault.module]
        time.sleep(0.05)
        for child, (fault, limit) in list(running.items()):
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended or time.monotonic() > limit:
                _end(child)
                del running[child]
                if not ended:
                    os.waitpid(child, 0)
                elif status == 0:
                    survivors.append(fault)
                mark = "." if not ended or status else "S"
                print(mark, end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return survivors


def as_diff(fault: Fault) -> str:
    """A fault with the lines around it."""
    old = (ROOT / fault.module).read_text().splitlines()
    lines = difflib.unified_diff(
        old, fault.text.splitlines(), fault.module, f"line {fault.line}", lineterm="", n=1
    )
    return "\n".join(lines)


def main() -> None:
    """Print a table of modules, and the faults that were not noticed; exit with 1 below 95 %."""
    parser = argparse.ArgumentParser(prog="python -m bench.mutation", description=__doc__)
    parser.add_argument("--sample", type=int, help="so many faults, drawn evenly (default: all)")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    parser.add_argument("--only", default="", help="modules whose path begins with this")
    parser.add_argument("--at-once", type=int, default=2, help="test processes side by side")
    options = parser.parse_args()
    config = tomllib.loads((ROOT / "mutation.toml").read_text())
    chosen = list(faults(config, options.only))
    random.Random(options.seed).shuffle(chosen)
    chosen = chosen[: options.sample]
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = tempfile.mkdtemp()
    for library in LIBRARIES:
        import_module(library)
    tests = {fault.module: fault.tests for fault in chosen}
    limits = {
        module: max(LEAST_PATIENCE, PATIENCE * seconds_without_fault(module, which))
        for module, which in tests.items()
    }
    survivors = unnoticed(chosen, limits, options.at_once)
    for fault in survivors:
        print(as_diff(fault), end="\n\n")
    if not _table(chosen, survivors):
        sys.exit(1)


def _table(chosen: Sequence[Fault], survivors: Sequence[Fault]) -> bool:
    """Print how many were noticed by module and in all; whether that is enough."""
    made = Counter(fault.module for fault in chosen)
    left = Counter(fault.module for fault in survivors)
    made["all"], left["all"] = len(chosen), len(survivors)
    print("| module | faults | noticed | share |\n| --- | ---: | ---: | ---: |")
    for module, count in made.items():
        noticed = count - left[module]
        print(f"| {module} | {count} | {noticed} | {noticed / count:.1%} |")
    return left["all"] <= (1 - TARGET) * made["all"]


if __name__ == "__main__":
    main()
