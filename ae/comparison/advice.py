"""What there is to see in runs beside each other, and how to take it: only what holds for these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ae.comparison.fairness import Conditions
from ae.comparison.settings import setting_rows
from ae.formatting import NO_VALUE
from ae.metrics import METRICS
from ae.store import Run


def advice(runs: Sequence[Run], with_pca: bool) -> list[str]:
    """In sentences that name runs by their numbers, from 1.

    Args:
        runs: in the order of their numbers.
        with_pca: whether PCA stands beside them.
    """
    return [
        *_differences(runs),
        *_kinds_of_code(runs),
        *_images(runs),
        *_sparse_codes(runs),
        *_architectures(runs),
        *(_pca(runs) if with_pca else ()),
    ]


def _differences(runs: Sequence[Run]) -> Iterator[str]:
    if len(runs) == 1:
        yield "One run alone: choose a second one above, or train a pair."
        return
    # A setting that does nothing for one of them follows from another that differs.
    fields = [
        row
        for row in setting_rows([run.hp for run in runs])
        if row.differs and NO_VALUE not in row.values
    ]
    they = "Both" if len(runs) == 2 else "All"
    if not fields:
        if len({str(run.rate_changes) for run in runs}) == 1:
            yield f"{they} have the same settings, the seed too: they learn the same."
    elif [row.field for row in fields] == ["seed"]:
        yield (
            "They differ in the seed alone: what differs between them is chance, and between other "
            "runs a difference as small means nothing."
        )
    elif len(fields) == 1:
        yield f"They differ in one setting alone: {fields[0].label.lower()}."


def _kinds_of_code(runs: Sequence[Run]) -> Iterator[str]:
    """Of the first variational run that stands beside a plain one of the same kind."""
    for number, run in enumerate(runs, 1):
        if not run.hp.is_variational:
            continue
        for other_number, other in enumerate(runs, 1):
            is_fair = Conditions.of(other) == Conditions.of(run)
            if not other.hp.is_variational and is_fair:
                yield _variational(number, run, other_number, other)
                return


def _variational(number: int, run: Run, plain_number: int, plain: Run) -> str:
    cloud = "its KL keeps the codes in one cloud around zero"
    if not run.test or not plain.test:
        return (
            f"Run {number} is variational: as a rule it blurs what a plain one like run "
            f"{plain_number} keeps, and {cloud}."
        )
    if run.test["mse"] > plain.test["mse"]:
        return f"Run {number} is variational: it blurs what run {plain_number} keeps, and {cloud}."
    return f"Run {number} is variational: {cloud}."


def _images(runs: Sequence[Run]) -> Iterator[str]:
    for number, run in enumerate(runs, 1):
        if run.hp.noise != "none":
            yield f"Run {number} is shown noise and asked for what is below it: the harder task."
    binarised = [run.hp.pixels == "binarised" for run in runs]
    if any(binarised) and not all(binarised):
        yield "Errors on black-or-white pixels are other quantities than those on grey ones."


def _sparse_codes(runs: Sequence[Run]) -> Iterator[str]:
    for number, run in enumerate(runs, 1):
        if run.hp.sparsity != "none":
            label = METRICS["code_at_rest"].label
            yield f"Run {number} pays for the code that it uses: see “{label}” beside its error."


def _architectures(runs: Sequence[Run]) -> Iterator[str]:
    """The first convolutional run beside the first dense one."""
    numbered = list(enumerate(runs, 1))
    conv = [(n, run) for n, run in numbered if run.hp.architecture == "conv"]
    dense = [(n, run) for n, run in numbered if run.hp.architecture == "dense"]
    if conv and dense:
        (number, run), (other_number, other) = conv[0], dense[0]
        yield (
            f"Run {number} is convolutional: {run.parameters:,} parameters, where run "
            f"{other_number} has {other.parameters:,}."
        )


def _pca(runs: Sequence[Run]) -> Iterator[str]:
    if len({Conditions.of(run).of_pca for run in runs}) > 1:
        yield "A larger code has it easier: measure each run by the PCA of its own code size."
    elif any(Conditions.of(run) == Conditions.of(run).of_pca for run in runs):
        yield (
            "PCA is the best linear code of its size: a run with a larger squared error has not "
            "found even that."
        )
