"""The database: SQLite in WAL mode or PostgreSQL, migrated to this program's version."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from ae.errors import StoreError
from ae.paths import store_url

HEAD = "0006"
_MIGRATIONS = Path(__file__).with_name("migrations")
# A number that all our programs agree on, for the lock that PostgreSQL takes while it migrates.
_MIGRATION_LOCK = 4_283_011
# Seconds to wait for another process that holds an SQLite file.
_PATIENCE = 15.0


class Database:
    """A connection to the store's database, which every part of `Store` shares."""

    def __init__(self, url: str | None = None):
        self.url = url or store_url()
        self._engine = open_engine(self.url)

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with _translate_db_errors(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may write; on SQLite it holds the write lock from its start."""
        with (
            _translate_db_errors(),
            self._engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection


def upsert(
    connection: Connection, table: Table, row: dict[str, Any], where: Any = None
) -> sqlite.Insert | postgresql.Insert:
    """The statement that inserts a row, or updates the one of the same primary key.

    Args:
        connection: tells whose dialect of SQL it is.
        table: where to.
        row: all its columns by name.
        where: what has to hold for the row that is there, or nothing is written.
    """
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[connection.dialect.name]
    statement = dialect.insert(table).values(row)
    keys = list(table.primary_key.columns)
    return statement.on_conflict_do_update(
        index_elements=keys,
        set_={name: statement.excluded[name] for name in row if table.c[name] not in keys},
        where=where,
    )


@contextmanager
def _translate_db_errors() -> Iterator[None]:
    """Database trouble (a full disk, a server gone) as one sentence."""
    try:
        yield
    except OperationalError as error:
        raise StoreError(f"The run store does not answer: {error.orig}") from error


def open_engine(url: str) -> Engine:
    """An engine on a store that exists and has this program's schema.

    Make it inside each process: connections do not survive a fork.

    Raises:
        StoreError: if it can't be opened, or a newer program wrote it.
    """
    try:
        # A server that was started again has ended our connections: ask before using one.
        engine = create_engine(url, pool_pre_ping=make_url(url).get_backend_name() != "sqlite")
        if engine.dialect.name == "sqlite":
            _tune_sqlite(engine)
        try:
            _migrate(engine)
        except BaseException:
            engine.dispose()
            raise
    except (SQLAlchemyError, ImportError) as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise StoreError(f"The run store {_shown(url)} can't be opened: {reason}") from error
    return engine


def _shown(url: str) -> str:
    """The URL without its password."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"


def _tune_sqlite(engine: Engine) -> None:
    """WAL, so that readers and the writer do not wait for each other; explicit BEGINs."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver sends no BEGIN of its own
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE * 1000:.0f}")
        _write_ahead(cursor)
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that writes takes the lock at its start: one that read first could be
        # refused it later, whatever the timeout.
        mode = "IMMEDIATE" if connection.get_execution_options().get("writes") else "DEFERRED"
        connection.exec_driver_sql(f"BEGIN {mode}")


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Switch a new file to WAL. SQLite refuses this at once, whatever the timeout, while another
    process is about to write: two that open a new file together would each refuse the other."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(0.01)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        if _version(connection) == HEAD:
            return
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _MIGRATION_LOCK})
        version = _version(connection)
        if version == HEAD:  # another process was first
            return
        if version is not None and version > HEAD:
            raise StoreError(
                f"The run store was written by a newer version of AE Lab (schema {version}, this "
                f"one knows {HEAD}). Update AE Lab, or name another store with AE_STORE."
            )
        # Imported here: a store that is up to date, the usual case, never pays for it.
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)
