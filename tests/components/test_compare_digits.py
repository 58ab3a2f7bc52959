"""Digits of several runs beside each other."""

import numpy as np
import pytest

STATUS, ERROR, COLUMNS = (f"compare_digits/{name}.js" for name in ("status", "error", "columns"))
MESSAGE = {
    "state": "running", "words": "running", "waiting": "", "step": 1204, "steps": 2000,
    "seconds_left": 42.5, "time_left": "43 s", "message": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({}, ["running", "step 1,204 / 2,000, 43 s left"]),
        ({"seconds_left": None}, ["running", "step 1,204 / 2,000"]),
        ({"state": "paused", "words": "paused"}, ["paused", "step 1,204 / 2,000"]),
        ({"state": "finished", "words": "learned nothing"}, ["learned nothing", ""]),
        ({"state": "queued", "waiting": "Next in line.", "step": 0}, ["Next in line.", ""]),
        (
            {"state": "diverged", "words": "diverged", "message": "Try a lower rate."},
            ["diverged", "step 1,204 / 2,000", "Try a lower rate."],
        ),
    ],
)
def test_how_far_a_run_is_in_two_lines(evaluate, changes, lines):
    assert evaluate(STATUS, "statusLines(message)", message=MESSAGE | changes) == lines


def test_the_error_is_that_of_the_grey_levels_shown(evaluate):
    levels, target = np.random.default_rng(0).integers(0, 256, (2, 16 * 784))
    error = evaluate(
        ERROR, "meanSquaredError(levels, target)", levels=levels.tolist(), target=target.tolist()
    )
    assert error == pytest.approx(np.square((levels - target) / 255).mean())


@pytest.mark.parametrize(
    ("count", "wide", "narrow", "rows"),
    [(1, 1, 1, 1), (2, 2, 2, 1), (5, 5, 2, 1), (6, 3, 2, 2), (7, 4, 2, 2), (13, 5, 2, 3)],
)
def test_tiles_stand_in_rows_of_equal_length(evaluate, count, wide, narrow, rows):
    columns = evaluate(COLUMNS, f"columnsFor({count})")
    assert columns == {"wide": wide, "narrow": narrow, "rows": rows}
