"""Opening a store, and a database that is not there or goes away."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from ae.errors import StoreError
from ae.store import Store
from ae.store.engine import HEAD

ROOT = Path(__file__).resolve().parents[2]


def test_an_empty_file_becomes_the_newest_schema(tmp_path):
    path = tmp_path / "empty.sqlite"
    path.touch()
    store = Store(f"sqlite:///{path}")
    with store.reading() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
    assert store.runs() == []
    store.close()


def test_what_cannot_be_opened_is_named(tmp_path):
    with pytest.raises(StoreError, match=r"nowhere/runs.sqlite can't be opened: unable to open"):
        Store(f"sqlite:///{tmp_path}/nowhere/runs.sqlite")
    (tmp_path / "text").write_text("this is no database, whatever its name may be" * 50)
    with pytest.raises(StoreError, match="can't be opened: file is not a database"):
        Store(f"sqlite:///{tmp_path}/text")


def test_a_database_server_that_is_not_there_is_named(tmp_path):
    with pytest.raises(StoreError, match=r"psycopg:///runs\?host=.*nowhere can't be opened: conn"):
        Store(f"postgresql+psycopg://me:secret@/runs?host={tmp_path}/nowhere")


def test_a_database_whose_driver_is_not_installed_is_named():
    with pytest.raises(StoreError, match=r"host/runs can't be opened: No module named 'asyncpg'"):
        Store("postgresql+asyncpg://me:secret@host/runs")


@pytest.mark.slow
def test_a_store_is_found_again_after_its_server_ended_every_session(postgres, tiny):
    store = Store(postgres.empty_store())
    run = store.submit(tiny, "me")
    postgres.end_sessions()
    assert store.run(run.id) == run
    store.close()


def test_a_message_does_not_show_the_password():
    with pytest.raises(StoreError) as caught:
        Store("nosuchdatabase://me:secret@host/runs")
    assert "secret" not in str(caught.value)
    assert "nosuchdatabase://host/runs" in str(caught.value)


def test_the_store_is_the_file_that_the_environment_names(tmp_path, monkeypatch):
    monkeypatch.setenv("AE_STORE", str(tmp_path / "runs.sqlite"))
    store = Store()
    store.close()
    assert store.url == f"sqlite:///{tmp_path}/runs.sqlite"
    assert (tmp_path / "runs.sqlite").exists()


@pytest.mark.slow
def test_two_processes_may_open_an_empty_store_at_once(empty_database):
    script = f"""
from ae.store import Store
print(Store({empty_database!r}).runs())
"""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script], cwd=ROOT, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    assert [process.communicate(timeout=120) for process in started] == [("[]\n", "")] * 2


def test_a_new_store_is_opened_though_another_process_is_about_to_write(tmp_path):
    path = tmp_path / "new.sqlite"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    done = threading.Timer(0.5, other.execute, ["COMMIT"])
    done.start()
    assert Store(f"sqlite:///{path}").runs() == []
    done.join()
    other.close()
