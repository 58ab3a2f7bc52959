"""The connection that all sides of the store share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select
from sqlalchemy.exc import OperationalError

from ae.errors import StoreError, UnknownRun
from ae.paths import store_url
from ae.store.engine import open_engine
from ae.store.records import Run, State, Wanted
from ae.store.schema import blobs, runs

_RUN = select(runs).where(runs.c.id == bindparam("run"))


class Base:
    """A connection to the run store; safe to use from several threads of one process.

    Args:
        url: a database URL; by default the one that `ae.paths` finds.

    Raises:
        StoreError: if it can't be opened.
    """

    def __init__(self, url: str | None = None):
        self.url = url or store_url()
        self._engine = open_engine(self.url)

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self._translate_db_errors(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its start."""
        with (
            self._translate_db_errors(),
            self._engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def _translate_db_errors(self) -> Iterator[None]:
        """Database trouble (a full disk, a server gone) as one sentence."""
        try:
            yield
        except OperationalError as error:
            raise StoreError(f"The run store does not answer: {error.orig}") from error

    def _get(self, connection: Connection, run: str) -> Run:
        row = connection.execute(_RUN, {"run": run}).one_or_none()
        if row is None:
            raise UnknownRun(run)
        return as_run(row)


def as_run(row: Row) -> Run:
    """A row of `runs` as a record."""
    values = row._asdict()
    values["state"], values["wanted"] = State(values["state"]), Wanted(values["wanted"])
    return Run(**values)


def blob_delete(run: str, kind: str) -> Any:
    """The statement that drops a run's bytes of a kind."""
    return delete(blobs).where(blobs.c.run == run, blobs.c.kind == kind)
