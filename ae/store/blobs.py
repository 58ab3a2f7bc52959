"""Bytes kept with a run, one of each kind: its checkpoint, its weights, its test errors and codes.

What is in them is the business of who writes them: `ae.models` of weights and checkpoints.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, select

from ae.store.engine import Database, upsert
from ae.store.schema import blobs

# The weights of a run that trains, for who watches it: gone when no worker holds it.
LIVE = "live"


def put_blob(connection: Connection, run: str, kind: str, step: int, content: bytes) -> None:
    """Keep bytes in place of any of that kind."""
    row = {"run": run, "kind": kind, "step": step, "content": content}
    connection.execute(upsert(connection, blobs, row))


def drop_blob(connection: Connection, run: str, kind: str) -> None:
    """Forget the bytes of a kind, if there are any."""
    connection.execute(delete(blobs).where(blobs.c.run == run, blobs.c.kind == kind))


def blob_step(connection: Connection, run: str, kind: str) -> int | None:
    """The step that the bytes of a kind are of; None if there are none."""
    query = select(blobs.c.step).where(blobs.c.run == run, blobs.c.kind == kind)
    return connection.execute(query).scalar()


def newest_weights(connection: Connection, run: str, *kinds: str) -> int | None:
    """As `Blobs.weights_step`."""
    query = select(func.max(blobs.c.step)).where(
        blobs.c.run == run, blobs.c.kind.in_(kinds or ["weights", "checkpoint"])
    )
    return connection.execute(query).scalar()


class Blobs(Database):
    """Reading what `put_blob` wrote."""

    def blob(self, run: str, *kinds: str) -> tuple[int, bytes] | None:
        """(step, content) of the first of these kinds that the run has."""
        query = select(blobs.c.kind, blobs.c.step, blobs.c.content).where(
            blobs.c.run == run, blobs.c.kind.in_(kinds)
        )
        with self.reading() as connection:
            rows = {row.kind: (row.step, row.content) for row in connection.execute(query)}
        return next((rows[kind] for kind in kinds if kind in rows), None)

    def blob_step(self, run: str, kind: str) -> int | None:
        """The step that the bytes of a kind are of; None if the run has none."""
        with self.reading() as connection:
            return blob_step(connection, run, kind)

    def weights_step(self, run: str, *kinds: str) -> int | None:
        """The step of the newest weights that can answer questions; None if there are none.

        Args:
            run: its key.
            kinds: "weights" for those it ended with, "checkpoint"; by default both.
        """
        with self.reading() as connection:
            return newest_weights(connection, run, *kinds)
