"""Losses, their parts and validations: a run's curves, as float32 bytes of many steps a row."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from sqlalchemy import Column, Connection, delete, func, insert, select

from ae.store.engine import Database
from ae.store.schema import losses, validations

# Made once: a report executes them twice a second beside the training.
_INSERT_LOSSES, _INSERT_VALIDATION = insert(losses), insert(validations)
_BYTES_A_STEP = np.dtype(np.float32).itemsize


def append_losses(
    connection: Connection, run: str, step: int, values: np.ndarray, parts: np.ndarray | None
) -> None:
    """Losses (n,) of the n steps that ended with `step`, and their parts (n, parts) if any."""
    row = {
        "run": run,
        "first": step - len(values),
        "values": _as_bytes(values),
        "parts": None if parts is None or not parts.size else _as_bytes(parts),
    }
    connection.execute(_INSERT_LOSSES, row)


def append_validations(
    connection: Connection, run: str, new: Iterable[tuple[int, float]]
) -> float | None:
    """(step, loss) of each, those left out that are not finite; the last one written, if any."""
    last = None
    for step, value in new:
        if np.isfinite(value):
            connection.execute(_INSERT_VALIDATION, {"run": run, "step": step, "value": value})
            last = value
    return last


def drop_curves_after(connection: Connection, run: str, step: int) -> None:
    """Forget losses and validations of later steps.

    A worker reports before it writes a checkpoint, so a row of losses ends there: none is cut.
    """
    connection.execute(delete(losses).where(losses.c.run == run, losses.c.first >= step))
    connection.execute(
        delete(validations).where(validations.c.run == run, validations.c.step > step)
    )


class Curves(Database):
    """Reading what `append_losses` and `append_validations` wrote."""

    def losses(self, run: str, after: int = 0) -> np.ndarray:
        """Training losses of steps `after + 1` and on, float32 (n,), one for every step."""
        return self._from_step(losses.c["values"], run, after, ())

    def parts(self, run: str, names: int, after: int = 0) -> np.ndarray:
        """The parts of the losses of steps `after + 1` and on: float32 (n, names)."""
        if not names:
            return np.empty((0, 0), np.float32)
        return self._from_step(losses.c.parts, run, after, (names,))

    def _from_step(
        self, column: Column, run: str, after: int, shape: tuple[int, ...]
    ) -> np.ndarray:
        """A column's values of steps `after + 1` and on: float32 (n, *shape)."""
        end = losses.c.first + func.length(losses.c["values"]) // _BYTES_A_STEP
        query = (
            select(losses.c.first, column)
            .where(losses.c.run == run, end > after)
            .order_by(losses.c.first)
        )
        with self.reading() as connection:
            rows = connection.execute(query).all()
        values = np.frombuffer(b"".join(content or b"" for _, content in rows), np.float32)
        skipped = max(0, after - rows[0].first) if rows else 0
        return values.reshape(-1, *shape)[skipped:]

    def validations(self, run: str, after: int = -1) -> list[tuple[int, float]]:
        """(step, validation loss) of every validation after a step."""
        query = (
            select(validations.c.step, validations.c.value)
            .where(validations.c.run == run, validations.c.step > after)
            .order_by(validations.c.step)
        )
        with self.reading() as connection:
            return [(step, value) for step, value in connection.execute(query)]


def _as_bytes(values: np.ndarray) -> bytes:
    return np.asarray(values, np.float32).tobytes()
