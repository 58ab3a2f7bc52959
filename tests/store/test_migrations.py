"""Stores of older versions, and the schema of this one."""

import json
import time
from pathlib import Path

import numpy as np
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine, delete, insert, inspect, text

from ae.errors import StoreError
from ae.metrics.baselines import LineKind
from ae.store import Kind, Outcome, Snapshot, Store, engine
from ae.store.schema import metadata
from tests.store.writing import IMAGES, report


def foreign_keys(connection):
    """(table, column, referred table, what a delete does) of each, as the database has them."""
    if connection.dialect.name == "sqlite":  # its inspector misses what an added column refers to
        return {
            (name, row._mapping["from"], row.table, row.on_delete)
            for name in metadata.tables
            for row in connection.execute(text(f"PRAGMA foreign_key_list({name})"))
        }
    return {
        (name, *key["constrained_columns"], key["referred_table"], key["options"]["ondelete"])
        for name in metadata.tables
        for key in inspect(connection).get_foreign_keys(name)
    }


def is_no_foreign_key(_object, _name, kind, *_):
    return kind != "foreign_key_constraint"


def test_the_migrations_make_the_schema_that_the_program_uses(store):
    with store.reading() as connection:
        options = {"include_object": is_no_foreign_key}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
        assert foreign_keys(connection) == {
            (table.name, key.parent.name, key.column.table.name, key.ondelete)
            for table in metadata.tables.values()
            for key in table.foreign_keys
        }


def make_store(url, version, rows):
    """A store of an older version; `rows` by table."""
    config = Config()
    config.set_main_option("script_location", str(Path(engine.__file__).with_name("migrations")))
    old = create_engine(url)
    with old.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        tables = MetaData()
        tables.reflect(connection)
        for name, values in rows.items():
            connection.execute(insert(tables.tables[name]), values)
    old.dispose()


def old_run(key, **more):
    return {
        "id": key, "owner": "me", "settings": '{"latent_dim": 7}', "state": "finished",
        "wanted": "run", "attempt": 1, "deaths": 0, "step": 2, "steps": 2, "parameters": 9,
        "message": "", "created": 1.0, "queued": 1.0,
    } | more  # fmt: skip


LOSSES = {"run": "r", "first": 0, "values": np.array([0.5, 0.25], np.float32).tobytes()}


def test_a_store_of_the_first_version_keeps_its_rows(empty_database):
    make_store(empty_database, "0001", {"runs": [old_run("r")], "losses": [LOSSES]})
    store = Store(empty_database)
    run = store.run("r")
    assert run.hp.latent_dim == 7
    assert (run.rate_changes, run.lines, run.kind, run.parent) == ([], [], Kind.AUTOENCODER, None)
    assert store.losses("r").tolist() == [0.5, 0.25]
    store.close()


def test_a_store_of_the_second_version_keeps_its_rows(empty_database):
    parts = np.array([[0.25, 0.25], [0.125, 0.125]], np.float32)
    rows = {
        "runs": [old_run("r", wanted_rate=0.5, rates="[[1, 0.5]]", metrics='{"mse": 0.02}')],
        "losses": [LOSSES | {"parts": parts.tobytes()}],
        "validations": [{"run": "r", "step": 2, "value": 0.375}],
        "snapshots": [{"run": "r", "step": 2, "kept": True, "images": IMAGES}],
        "blobs": [{"run": "r", "kind": "weights", "step": 2, "content": b"weights"}],
        "leases": [{"name": "supervisor", "holder": "host:1:2", "expires": time.time() + 100}],
        "facts": [{"name": "speed", "value": "50.5"}],
    }
    make_store(empty_database, "0002", rows)
    store = Store(empty_database)
    run = store.run("r")
    assert (run.kind, run.parent, run.learning_rate) == (Kind.AUTOENCODER, None, 0.5)
    assert (run.rate_changes, run.test) == ([(1, 0.5)], {"mse": 0.02})
    assert store.losses("r").tolist() == [0.5, 0.25]
    assert store.parts("r", 2).tolist() == parts.tolist()
    assert store.validations("r") == [(2, 0.375)]
    assert store.snapshot("r") == Snapshot(2, IMAGES)
    assert store.blob("r", "weights") == (2, b"weights")
    assert store.lease("supervisor") == "host:1:2"
    assert store.setting("speed") == 50.5
    store.close()


def test_the_lines_of_older_runs_get_a_kind_by_their_label(empty_database):
    labels = ["mean image", "PCA, 1 number", "PCA, 30 numbers (clipped)", "input as it is",
              "perfect copy"]  # fmt: skip
    lines = [{"label": label, "value": i / 8} for i, label in enumerate(labels)]
    rows = [old_run("r", baselines=json.dumps(lines)), old_run("none"),
            old_run("odd", baselines='[{"label": "never written", "value": 1}]')]  # fmt: skip
    make_store(empty_database, "0002", {"runs": [{"baselines": None} | row for row in rows]})
    store = Store(empty_database)
    kinds = [LineKind.MEAN_IMAGE, LineKind.PCA, LineKind.PCA, LineKind.INPUT, LineKind.COPY]
    assert [(line.kind, line.value) for line in store.run("r").lines] == [
        (kind, i / 8) for i, kind in enumerate(kinds)
    ]
    assert store.run("none").lines == store.run("odd").lines == []
    store.close()


def test_a_run_of_an_older_version_has_no_name_is_not_pinned_and_needs_no_remark(empty_database):
    make_store(empty_database, "0003", {"runs": [old_run("r")]})
    store = Store(empty_database)
    run = store.run("r")
    assert (run.name, run.pinned, run.outcome) == (None, False, None)
    store.close()


@pytest.mark.parametrize(
    ("mse", "step", "outcome"),
    [
        (0.028, 1000, None),
        (0.114, 1000, Outcome.LEARNED_NOTHING),
        (1e22, 1000, Outcome.BLEW_UP),
        (0.114, 20, None),
    ],
)
def test_runs_of_an_older_version_that_learned_nothing_are_called_so(
    empty_database, mse, step, outcome
):
    lines = [{"kind": "mean_image", "label": "mean image", "value": 0.0675}]
    ended = {
        "state": "finished", "settings": '{"loss": "mse"}', "step": step,
        "metrics": json.dumps({"mse": mse}), "baselines": json.dumps(lines),
    }  # fmt: skip
    other = old_run("other", metrics=None, baselines=None)
    make_store(empty_database, "0003", {"runs": [old_run("r", **ended), other]})
    store = Store(empty_database)
    assert store.run("r").outcome == outcome
    assert store.run("other").outcome is None
    store.close()


def test_a_program_of_the_second_version_may_go_on_while_its_store_is_migrated(store):
    """A supervisor outlives the server that is updated and started again."""
    old = old_run("r", baselines='[{"label": "mean image", "value": 0.5}]')
    columns = ", ".join(old)
    with store.writing() as connection:
        connection.execute(
            text(f"INSERT INTO runs ({columns}) VALUES ({', '.join(f':{c}' for c in old)})"), old
        )
    run = store.run("r")
    assert (run.kind, run.lines, run.pinned) == (Kind.AUTOENCODER, [], False)


def test_a_parent_that_is_deleted_leaves_its_children(store, tiny):
    parent = store.submit(tiny, "me").id
    child = store.submit(tiny, "me", held_by="worker", parent=parent).id
    store.begin(child, 1)
    report(store, child, 2, 2)
    assert store.run(child).parent == parent
    with store.writing() as connection:
        connection.execute(delete(metadata.tables["runs"]).where(text("id = :id")), {"id": parent})
    assert store.run(child).parent is None
    assert len(store.losses(child)) == 2


def test_a_store_of_a_newer_program_is_refused_and_left_as_it_is(empty_database):
    database = create_engine(empty_database)
    with database.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('9999')"))
    with pytest.raises(StoreError, match=r"newer version of AE Lab \(schema 9999, .* 0006\)"):
        Store(empty_database)
    with database.begin() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    database.dispose()
