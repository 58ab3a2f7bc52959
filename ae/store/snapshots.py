"""The shown digits as a run's network gives them back, and its cloud of codes, at some steps."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select

from ae.store.engine import Database
from ae.store.records import Snapshot
from ae.store.schema import snapshots

# Made once: a report executes them twice a second beside the training.
_INSERT = insert(snapshots)
_LAST_STEP = select(func.max(snapshots.c.step)).where(snapshots.c.run == bindparam("run"))
_DELETE_NOT_KEPT = delete(snapshots).where(
    snapshots.c.run == bindparam("run"),
    or_(snapshots.c.kept.is_(False), snapshots.c.step == bindparam("step")),
)


def is_kept(step: int, last: int | None) -> bool:
    """Whether a snapshot stays when newer ones come: about four do for every doubling of steps.

    Args:
        last: the step of the snapshot before; None before the first.
    """
    stride = max(1, 2 ** (step.bit_length() - 3))
    return last is None or step // stride != last // stride


def add_snapshot(
    connection: Connection, run: str, step: int, images: bytes, codes: bytes | None = None
) -> None:
    """Keep the newest snapshot, and of the older ones those that `is_kept` names.

    Args:
        images: uint8 (16, 28, 28) as raw bytes.
        codes: a frame of `ae.latent.frames`.
    """
    last = connection.execute(_LAST_STEP, {"run": run}).scalar()
    row = {"run": run, "step": step, "kept": is_kept(step, last), "images": images, "codes": codes}
    connection.execute(_DELETE_NOT_KEPT, {"run": run, "step": step})
    connection.execute(_INSERT, row)


def drop_snapshots_after(connection: Connection, run: str, step: int) -> None:
    """Forget those of later steps."""
    connection.execute(delete(snapshots).where(snapshots.c.run == run, snapshots.c.step > step))


class Snapshots(Database):
    """Reading what `add_snapshot` wrote."""

    def snapshot(self, run: str, after: int = -1) -> Snapshot | None:
        """The newest snapshot, if it is of a step after `after`."""
        query = (
            select(snapshots.c.step, snapshots.c.images)
            .where(snapshots.c.run == run, snapshots.c.step > after)
            .order_by(snapshots.c.step.desc())
            .limit(1)
        )
        with self.reading() as connection:
            row = connection.execute(query).one_or_none()
        return Snapshot(*row) if row else None

    def codes_frame(self, run: str, after: int = -1) -> tuple[int, bytes] | None:
        """Step and bytes of the newest frame of codes, if it is of a step after `after`."""
        query = (
            select(snapshots.c.step, snapshots.c.codes)
            .where(snapshots.c.run == run, snapshots.c.step > after, snapshots.c.codes.is_not(None))
            .order_by(snapshots.c.step.desc())
            .limit(1)
        )
        with self.reading() as connection:
            row = connection.execute(query).one_or_none()
        return (row.step, row.codes) if row else None
