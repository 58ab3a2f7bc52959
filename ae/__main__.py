"""The command line: `python -m ae`.

Results go to standard output, progress to standard error. With --json the last line of standard
output is one JSON object. A bad value exits with status 2 and one line.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ae.config import FIELDS, Hyperparameters, parse
from ae.errors import AELabError, SettingError
from ae.formatting import countdown, number
from ae.presets import PRESETS, preset


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        return options.command(options)
    except SettingError as error:
        print(error, file=sys.stderr)
        return 2
    except AELabError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # `python -m ae runs | head`
        sys.stderr.close()
        return 0


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        """One line, like every other bad value."""
        self.exit(2, f"{message} (see {self.prog} --help)\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m ae", description="Train and measure autoencoders.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    train = commands.add_parser("train", help="train a preset, changed as you like")
    train.add_argument("--preset", default="article", help=", ".join(PRESETS))
    train.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="change a hyperparameter, for instance steps=200 or encoder=512,128; may be repeated",
    )
    train.set_defaults(command=_train)
    baseline = commands.add_parser("baseline", help="what an autoencoder has to beat")
    baseline.add_argument("kind", choices=["pca", "mean"], help="PCA, or the mean image")
    baseline.add_argument("--latent-dim", type=int, default=128, help="components (default 128)")
    baseline.set_defaults(command=_baseline)
    presets = commands.add_parser("presets", help="list the presets")
    presets.set_defaults(command=_presets)
    runs = commands.add_parser("runs", help="list the runs in the store, the newest first")
    runs.add_argument("--limit", type=int, default=20, help="at most so many (default 20)")
    runs.set_defaults(command=_runs)
    for command in (train, baseline, presets, runs):
        command.add_argument("--json", action="store_true", help="end with one JSON object")
    return parser


def _settings(options: argparse.Namespace) -> Hyperparameters:
    """The preset's settings with what was set instead."""
    changes = {}
    for pair in options.set:
        name, equals, value = pair.partition("=")
        if not equals:
            raise SettingError("--set", f"expected FIELD=VALUE, got {pair!r}")
        changes[name.strip()] = parse(name.strip(), value)
    return preset(options.preset).replace(**changes)


def _train(options: argparse.Namespace) -> int:
    hp = _settings(options)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    from ae.cluster.import_tensorflow import import_tensorflow

    import_tensorflow()
    from ae import queue
    from ae.cluster.worker import limit_threads, work
    from ae.store import COMMAND_LINE, State, Store

    store = Store()
    run = store.submit(hp, COMMAND_LINE, options.preset, held_by=f"process {os.getpid()}")
    progress = _Progress(store, run.id)
    print(f"run {run.id}: {run.parameters:,} parameters, {hp.steps:,} steps", file=sys.stderr)
    limit_threads()
    with _stop_on_interrupt(lambda: queue.stop(store, run.id)), progress:
        work(store.url, run.id, 1)
    run = store.run(run.id)
    result = {
        "run": run.id,
        "preset": options.preset,
        "changed": hp.differences(preset(options.preset)),
        "state": run.state,
        "steps": run.step,
        "parameters": run.parameters,
        "ms_per_step": run.ms_per_step and round(run.ms_per_step, 3),
        "train_loss": run.train_loss,
        "validation_loss": run.validation_loss,
        "test": run.test,
        "message": run.message,
    }
    if options.json:
        print(json.dumps(result))
    elif run.test:
        print(
            f"{run.state} after {run.step:,} steps, {run.ms_per_step:.1f} ms per step. "
            f"Test images: mse {number(run.test['mse'])} per pixel "
            f"({number(run.test['sse_per_image'])} per image), "
            f"bce {number(run.test['bce'])} nats per pixel"
        )
        if "elbo" in run.test:
            print(
                f"ELBO {run.test['elbo']:.2f} nats per image: reconstruction "
                f"{run.test['reconstruction']:.2f}, KL {run.test['kl']:.2f}"
            )
    if run.message:
        print(run.message, file=sys.stderr)
    return 0 if run.state in (State.FINISHED, State.STOPPED) else 1


@contextmanager
def _stop_on_interrupt(stop: Callable[[], object]) -> Iterator[None]:
    """The first Ctrl-C ends the run as Stop does, with its weights; the second ends at once."""

    def interrupted(*_: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        print("\nStopping; Ctrl-C again ends at once.", file=sys.stderr)
        # In a thread: this may have interrupted the store in the middle of a transaction.
        threading.Thread(target=stop).start()

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Progress:
    """Prints where a run is twice a second, on one line of a terminal, else every ten seconds."""

    def __init__(self, store: Any, run: str):
        self._store, self._run = store, run
        self._is_terminal = sys.stderr.isatty()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._print, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        if self._is_terminal:
            print(file=sys.stderr)

    def _print(self) -> None:
        while not self._over.wait(0.5 if self._is_terminal else 10):
            run = self._store.run(self._run)
            if run.train_loss is None:
                continue
            left = run.seconds_left
            line = f"step {run.step:,} of {run.steps:,}, loss {run.train_loss:.5f}" + (
                f", {countdown(left)} left" if left else ""
            )
            end = "\r" if self._is_terminal else "\n"
            print(line.ljust(70), end=end, file=sys.stderr, flush=True)


def _baseline(options: argparse.Namespace) -> int:
    from ae.data import load_dataset
    from ae.metrics import evaluate
    from ae.metrics.baselines import mean_image, pca

    data = load_dataset("mnist")
    model = mean_image(data) if options.kind == "mean" else pca(data, options.latent_dim)
    test = evaluate(model, data.test)
    result = {"baseline": options.kind, "dataset": "mnist", "test": test.as_dict()}
    if options.kind == "pca":
        result["latent_dim"] = options.latent_dim
    if options.json:
        print(json.dumps(result))
    else:
        print(
            f"mse {number(test.mse)} per pixel ({number(test.sse_per_image)} per image), "
            f"bce {number(test.bce)} nats per pixel"
        )
    return 0


def _presets(options: argparse.Namespace) -> int:
    for name, described in PRESETS.items():
        print(f"{name:10} {described.title}. {described.about}")
    if options.json:
        print(
            json.dumps(
                {
                    name: {"title": p.title, "about": p.about}
                    | {field: getattr(p.hp, field) for field in FIELDS}
                    for name, p in PRESETS.items()
                }
            )
        )
    return 0


def _runs(options: argparse.Namespace) -> int:
    from ae.run_names import run_name
    from ae.store import Store

    listed = Store().runs(limit=options.limit)
    for run in listed:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(run.created))
        error = f"mse {number(run.test['mse'])}" if run.test else ""
        print(
            f"{run.id}  {when}  {run.state_in_words(time.time()):15} "
            f"{run.step:>7,} of {run.steps:<7,}  {error:10}  {run_name(run)}"
        )
    if options.json:
        keys = (
            "id", "name", "pinned", "preset", "state", "outcome", "step", "steps", "created",
            "ms_per_step", "test",
        )  # fmt: skip
        print(json.dumps({"runs": [{key: getattr(run, key) for key in keys} for run in listed]}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
