import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, select, text

from ae.errors import LostAttempt, StoreError, UnknownRun
from ae.metrics.baselines import Line, LineKind
from ae.store import State, Store, Wanted, engine
from ae.store.engine import HEAD
from ae.store.records import STALE_AFTER
from ae.store.schema import metadata, snapshots

ROOT = Path(__file__).resolve().parents[2]
IMAGES = bytes(16 * 28 * 28)


@pytest.fixture
def queued(store, tiny):
    return store.submit(tiny.replace(steps=1000), "me").id


@pytest.fixture
def running(store, queued):
    """A run that its first attempt holds."""
    assert store.claim(queued, "worker") == 1
    store.begin(queued, 1)
    return queued


def report(store, run, step, count, attempt=1, **more):
    """Losses equal to their step's number, so that each tells where it belongs."""
    values = np.arange(step - count + 1, step + 1, dtype=np.float32)
    return store.report(
        run, attempt, step=step, new_losses=values, ms_per_step=2.5, **more
    )  # fmt: skip


def steps(*numbers):
    return [float(n) for n in numbers]


# Opening


def test_an_empty_file_becomes_the_newest_schema(tmp_path):
    path = tmp_path / "empty.sqlite"
    path.touch()
    store = Store(f"sqlite:///{path}")
    with store.reading() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
    assert store.runs() == []
    store.close()


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


def test_a_store_of_a_newer_program_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / "newer.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    connection.close()
    with pytest.raises(StoreError, match=r"newer version of AE Lab \(schema 9999, .* 0003\)"):
        Store(f"sqlite:///{path}")
    connection = sqlite3.connect(path)
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    connection.close()
    assert tables == [("alembic_version",)]


def test_what_cannot_be_opened_is_named(tmp_path):
    with pytest.raises(StoreError, match=r"nowhere/runs.sqlite can't be opened: unable to open"):
        Store(f"sqlite:///{tmp_path}/nowhere/runs.sqlite")
    (tmp_path / "text").write_text("this is no database, whatever its name may be" * 50)
    with pytest.raises(StoreError, match="can't be opened: file is not a database"):
        Store(f"sqlite:///{tmp_path}/text")


def test_a_message_does_not_show_the_password():
    with pytest.raises(StoreError) as caught:
        Store("nosuchdatabase://me:secret@host/runs")
    assert "secret" not in str(caught.value)
    assert "nosuchdatabase://host/runs" in str(caught.value)


def test_the_store_is_the_file_that_the_environment_names(store, tmp_path):
    assert store.url == f"sqlite:///{tmp_path}/runs.sqlite"
    assert (tmp_path / "runs.sqlite").exists()


def test_two_processes_may_open_an_empty_store_at_once(tmp_path):
    script = f"""
from ae.store import Store
print(Store("sqlite:///{tmp_path}/new.sqlite").runs())
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


# Runs


def test_an_unknown_run_is_an_error_that_names_it(store):
    for call in (
        lambda: store.run("nobody"),
        lambda: store.want("nobody", Wanted.STOP),
        lambda: store.begin("nobody", 1),
        lambda: store.requeue("nobody", 1, ""),
    ):
        with pytest.raises(UnknownRun, match=r"^There is no run 'nobody' in this store\.$"):
            call()
    assert store.claim("nobody", "worker") is None


def test_runs_come_newest_first_and_by_owner_and_state(store, tiny):
    first, second, third = (store.submit(tiny, owner) for owner in "aba")
    store.want(third.id, Wanted.STOP)
    assert [r.id for r in store.runs()] == [third.id, second.id, first.id]
    assert [r.id for r in store.runs(limit=2)] == [third.id, second.id]
    assert [r.id for r in store.runs(owners=["a"])] == [third.id, first.id]
    assert [r.id for r in store.runs(states=[State.QUEUED])] == [second.id, first.id]
    assert store.runs(owners=[]) == []


def test_a_queued_run_is_claimed_once(store, queued):
    assert store.claim(queued, "one") == 1
    assert store.claim(queued, "two") is None
    run = store.run(queued)
    assert (run.state, run.attempt, run.worker) == (State.STARTING, 1, "one")


def test_a_run_may_begin_without_a_queue_where_it_is_submitted(store, tiny):
    run = store.submit(tiny, "me", held_by="process 1")
    assert (run.state, run.attempt, run.worker) == (State.STARTING, 1, "process 1")
    assert store.begin(run.id, 1).state is State.RUNNING


# Losses


def test_every_loss_comes_back_in_order(store, running):
    report(store, running, 2, 2)
    report(store, running, 10, 8)
    report(store, running, 11, 1)
    found = store.losses(running)
    assert found.dtype == np.float32
    assert found.tolist() == steps(*range(1, 12))
    run = store.run(running)
    assert (run.step, run.train_loss, run.ms_per_step) == (11, 11.0, 2.5)
    assert run.seconds_left == pytest.approx((1000 - 11) * 0.0025)


@pytest.mark.parametrize("after", range(13))
def test_losses_after_a_step_are_those_of_the_later_steps(store, running, after):
    report(store, running, 2, 2)
    report(store, running, 10, 8)
    report(store, running, 11, 1)
    assert store.losses(running, after=after).tolist() == steps(*range(after + 1, 12))


def test_a_run_without_losses_has_none(store, queued):
    assert store.losses(queued).tolist() == []
    assert store.validations(queued) == []
    assert store.snapshot(queued) is None
    assert store.weights_step(queued) is None
    assert store.blob(queued, "weights", "checkpoint") is None


def test_losses_are_kept_apart_by_run(store, running, tiny):
    other = store.submit(tiny, "me", held_by="process 1").id
    store.begin(other, 1)
    report(store, running, 3, 3)
    report(store, other, 2, 2)
    assert len(store.losses(running)) == 3
    assert len(store.losses(other)) == 2


def test_validations_come_with_their_step(store, running):
    report(store, running, 100, 100, new_validations=[(100, 0.5)])
    report(store, running, 200, 100, new_validations=[(200, 0.25)])
    assert store.validations(running) == [(100, 0.5), (200, 0.25)]
    assert store.validations(running, after=100) == [(200, 0.25)]
    assert store.run(running).validation_loss == 0.25


def test_a_loss_that_is_not_finite_is_kept_in_the_curve_but_not_as_a_number_to_show(store, running):
    values = np.array([0.5, np.inf, np.nan], np.float32)
    store.report(running, 1, step=3, new_losses=values, ms_per_step=1)
    np.testing.assert_array_equal(store.losses(running), values)
    assert store.run(running).train_loss is None


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_validation_that_is_not_finite_ends_no_run_by_an_error(store, running, value):
    report(store, running, 100, 100, new_validations=[(100, float(value))])
    run = store.run(running)
    assert (run.step, run.validation_loss) == (100, None)
    assert all(np.isfinite(loss) for _, loss in store.validations(running))


def test_two_writing_processes_lose_nothing_and_none_is_refused(store, tiny):
    script = """
import sys
import threading
import numpy as np
from ae.store import Store

store, run = Store(sys.argv[1]), sys.argv[2]
store.begin(run, 1)
for step in range(1, 201):
    store.report(run, 1, step=step, new_losses=np.array([step], np.float32), ms_per_step=1.0,
                 images=bytes(16 * 28 * 28))
    store.heartbeat(run, 1)
    store.set_setting("shared", step)
store.close()
"""
    runs = [store.submit(tiny, "me", held_by=f"process {i}").id for i in range(2)]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script, store.url, run], cwd=ROOT, text=True,
            stderr=subprocess.PIPE,
        )
        for run in runs
    ]  # fmt: skip
    while any(process.poll() is None for process in started):  # a viewer reads meanwhile
        found = store.losses(runs[0])
        assert found.tolist() == steps(*range(1, len(found) + 1))
        time.sleep(0.02)
    assert [(p.communicate()[1], p.returncode) for p in started] == [("", 0)] * 2
    for run in runs:
        assert store.losses(run).tolist() == steps(*range(1, 201))
        assert store.run(run).step == 200
    assert store.setting("shared") == 200


# Snapshots


def test_the_newest_snapshot_comes_back_if_it_is_newer(store, running):
    report(store, running, 2, 2, images=IMAGES)
    report(store, running, 10, 8, images=b"\x07" * len(IMAGES))
    found = store.snapshot(running)
    assert (found.step, found.images) == (10, b"\x07" * len(IMAGES))
    assert store.snapshot(running, after=9) == found
    assert store.snapshot(running, after=10) is None


def test_snapshots_are_thinned_to_about_four_for_every_doubling_and_the_newest(store, running):
    for step in range(1, 1001):
        report(store, running, step, 1, images=IMAGES)
    with store.reading() as connection:
        kept = sorted(connection.execute(select(snapshots.c.step)).scalars())
    assert kept[-1] == 1000
    assert kept[:4] == [1, 2, 3, 4]
    for low in (8, 16, 32, 64, 128, 256):
        assert sum(low <= step < 2 * low for step in kept) == 4
    assert len(kept) < 40


# Attempts


def test_an_attempt_that_a_newer_one_replaced_can_write_nothing_more(store, running):
    report(store, running, 5, 5)
    assert store.requeue(running, 1, "died") is State.QUEUED
    assert store.claim(running, "other") == 2
    store.begin(running, 2)
    report(store, running, 3, 3, attempt=2)
    for write in (
        lambda: report(store, running, 6, 1),
        lambda: store.heartbeat(running, 1),
        lambda: store.begin(running, 1),
        lambda: store.save_blob(running, 1, "weights", 6, b"old"),
        lambda: store.save_baselines(running, 1, []),
        lambda: store.end(running, 1, State.FINISHED),
    ):
        with pytest.raises(LostAttempt, match="Attempt 1 no longer holds the run"):
            write()
    run = store.run(running)
    assert (run.state, run.step) == (State.RUNNING, 3)
    assert store.losses(running).tolist() == steps(1, 2, 3)
    assert store.blob(running, "weights") is None


def test_an_ended_attempt_can_write_nothing_more(store, running):
    store.end(running, 1, State.FINISHED)
    with pytest.raises(LostAttempt):
        report(store, running, 1, 1)
    assert store.requeue(running, 1, "died") is None
    assert store.run(running).state is State.FINISHED


def test_a_beat_says_that_the_worker_lives(store, running):
    before = store.run(running).heartbeat
    store.heartbeat(running, 1)
    assert store.run(running).heartbeat > before


def test_beginning_again_drops_what_came_after_the_checkpoint(store, running):
    report(store, running, 100, 100, new_validations=[(100, 0.5)], images=IMAGES)
    store.save_blob(running, 1, "checkpoint", 100, b"state")
    report(store, running, 200, 100, new_validations=[(200, 0.4)], images=IMAGES)
    store.requeue(running, 1, "died")
    assert store.run(running).step == 200  # what was seen stays until an attempt begins
    store.claim(running, "other")
    assert store.begin(running, 2).step == 100
    assert store.losses(running).tolist() == steps(*range(1, 101))
    assert store.validations(running) == [(100, 0.5)]
    assert store.snapshot(running).step == 100
    report(store, running, 150, 50, attempt=2)
    assert store.losses(running).tolist() == steps(*range(1, 151))


def test_beginning_again_without_a_checkpoint_validates_the_untrained_network_again(store, running):
    for attempt in (1, 2):
        report(
            store, running, 0, 0, attempt=attempt, new_validations=[(0, 0.5)], images=IMAGES
        )  # fmt: skip
        assert store.validations(running) == [(0, 0.5)]
        assert store.snapshot(running).step == 0
        if attempt == 1:
            store.requeue(running, 1, "died")
            store.claim(running, "other")
            store.begin(running, 2)


def test_a_run_that_kills_its_workers_before_a_step_fails_though_it_showed_something(store, queued):
    for attempt in (1, 2, 3):
        store.claim(queued, "worker")
        store.begin(queued, attempt)
        report(store, queued, 0, 0, attempt=attempt, new_validations=[(0, 0.5)])
        state = store.requeue(queued, attempt, "It kills workers.")
    assert state is State.FAILED


def test_beginning_again_without_a_checkpoint_begins_at_the_first_step(store, running):
    report(store, running, 50, 50, images=IMAGES)
    store.requeue(running, 1, "died")
    store.claim(running, "other")
    assert store.begin(running, 2).step == 0
    assert len(store.losses(running)) == 0
    assert store.snapshot(running) is None


def test_a_run_keeps_the_time_when_it_first_started(store, running):
    first = store.run(running).started
    store.requeue(running, 1, "died")
    store.claim(running, "other")
    assert store.begin(running, 2).started == first


def test_a_run_given_back_keeps_its_place_in_the_line(store, running):
    before = store.run(running).queued
    assert store.requeue(running, 1, "died") is State.QUEUED
    run = store.run(running)
    assert (run.state, run.queued, run.worker) == (State.QUEUED, before, None)


def test_a_run_that_kills_three_workers_without_a_step_has_failed(store, queued):
    states = []
    for attempt in (1, 2, 3):
        assert store.claim(queued, "worker") == attempt
        store.begin(queued, attempt)
        states.append(store.requeue(queued, attempt, "No memory. Try a smaller network."))
    assert states == [State.QUEUED, State.QUEUED, State.FAILED]
    run = store.run(queued)
    assert (run.state, run.message) == (State.FAILED, "No memory. Try a smaller network.")
    assert run.ended is not None


def test_a_step_forgives_earlier_deaths(store, queued):
    for attempt in range(1, 6):
        assert store.claim(queued, "worker") == attempt
        store.begin(queued, attempt)
        report(store, queued, 2, 2, attempt=attempt)
        assert store.requeue(queued, attempt, "died") is State.QUEUED


@pytest.mark.parametrize(
    ("wanted", "state"), [(Wanted.PAUSE, State.PAUSED), (Wanted.STOP, State.STOPPED)]
)
def test_a_run_given_back_goes_where_the_user_wanted_it(store, running, wanted, state):
    store.want(running, wanted)
    assert store.requeue(running, 1, "died") is state
    assert store.run(running).state is state
    assert (store.run(running).ended is not None) is (state is State.STOPPED)


def test_an_attempt_that_is_not_the_newest_is_not_given_back(store, running):
    assert store.requeue(running, 0, "died") is None
    store.requeue(running, 1, "died")
    assert store.requeue(running, 1, "died") is None
    assert store.run(running).deaths == 1


# What is wanted


def at(store, run, state):
    """Bring a queued run to a state, by the way that it gets there."""
    if state is State.PAUSED:
        store.want(run, Wanted.PAUSE)
    elif state is not State.QUEUED:
        store.claim(run, "worker")
        if state is not State.STARTING:
            store.begin(run, 1)
        if state.is_ended:
            store.end(run, 1, state)
    assert store.run(run).state is state


@pytest.mark.parametrize(
    ("state", "wanted", "then"),
    [
        (State.QUEUED, Wanted.RUN, State.QUEUED),
        (State.QUEUED, Wanted.PAUSE, State.PAUSED),
        (State.QUEUED, Wanted.STOP, State.STOPPED),
        (State.PAUSED, Wanted.RUN, State.QUEUED),
        (State.PAUSED, Wanted.PAUSE, State.PAUSED),
        (State.PAUSED, Wanted.STOP, State.STOPPED),
        # The worker changes the state of these once it reads what is wanted.
        *((s, w, s) for s in (State.STARTING, State.RUNNING) for w in Wanted),
    ],
)
def test_what_is_wanted_changes_the_state_at_once_unless_a_worker_holds_the_run(
    store, queued, state, wanted, then
):
    at(store, queued, state)
    found = store.want(queued, wanted)
    assert (found.state, found.wanted) == (then, wanted)
    assert found == store.run(queued)
    assert (found.ended is not None) is then.is_ended


@pytest.mark.parametrize("state", [s for s in State if s.is_ended])
@pytest.mark.parametrize("wanted", list(Wanted))
def test_nothing_more_can_be_wanted_of_a_run_that_ended(store, queued, state, wanted):
    at(store, queued, state)
    before = store.run(queued)
    assert store.want(queued, wanted) == before
    assert store.run(queued) == before


def test_a_worker_reads_what_is_wanted_at_each_report(store, running):
    assert report(store, running, 1, 1).wanted is Wanted.RUN
    store.want(running, Wanted.PAUSE)
    assert report(store, running, 2, 1).wanted is Wanted.PAUSE
    store.want(running, Wanted.STOP)
    assert report(store, running, 3, 1).wanted is Wanted.STOP


def test_a_resumed_run_goes_to_the_end_of_the_line(store, queued):
    before = store.run(queued).queued
    store.want(queued, Wanted.PAUSE)
    assert store.want(queued, Wanted.RUN).queued > before


def test_a_pause_taken_back_before_the_worker_noticed_changes_nothing(store, running):
    store.want(running, Wanted.PAUSE)
    store.want(running, Wanted.RUN)
    assert report(store, running, 1, 1).wanted is Wanted.RUN
    assert store.run(running).state is State.RUNNING


def test_a_pause_taken_back_before_it_was_through_leads_back_to_the_queue(store, running):
    store.want(running, Wanted.PAUSE)
    assert report(store, running, 1, 1).wanted is Wanted.PAUSE
    store.want(running, Wanted.RUN)
    store.end(running, 1, State.PAUSED)
    run = store.run(running)
    assert (run.state, run.wanted, run.ended) == (State.QUEUED, Wanted.RUN, None)


def test_a_stop_pressed_before_a_pause_was_through_stops_the_run(store, running):
    store.want(running, Wanted.PAUSE)
    assert report(store, running, 1, 1).wanted is Wanted.PAUSE
    store.want(running, Wanted.STOP)
    store.end(running, 1, State.PAUSED)
    run = store.run(running)
    assert run.state is State.STOPPED
    assert run.ended is not None


def test_a_pause_leaves_the_run_to_no_worker_and_not_ended(store, running):
    store.want(running, Wanted.PAUSE)
    store.end(running, 1, State.PAUSED)
    run = store.run(running)
    assert (run.state, run.worker, run.ended) == (State.PAUSED, None, None)


# Weights


def test_bytes_of_a_kind_replace_the_earlier_ones(store, running):
    store.save_blob(running, 1, "checkpoint", 10, b"ten")
    store.save_blob(running, 1, "checkpoint", 20, b"twenty")
    assert store.blob(running, "checkpoint") == (20, b"twenty")
    assert store.blob(running, "weights", "checkpoint") == (20, b"twenty")
    store.save_blob(running, 1, "weights", 30, b"thirty")
    assert store.blob(running, "weights", "checkpoint") == (30, b"thirty")
    assert store.blob(running, "checkpoint", "weights") == (20, b"twenty")
    assert store.weights_step(running) == 30


def test_a_finished_run_keeps_its_weights_and_errors_and_needs_no_checkpoint(store, running):
    store.save_blob(running, 1, "checkpoint", 10, b"c")
    store.save_blob(running, 1, "weights", 20, b"w")
    store.save_blob(running, 1, "errors", 20, b"e")
    store.end(running, 1, State.FINISHED, metrics={"mse": 0.02})
    assert store.blob(running, "checkpoint") is None
    assert store.blob(running, "weights") == (20, b"w")
    assert store.blob(running, "errors") == (20, b"e")
    run = store.run(running)
    assert (run.state, run.test, run.worker) == (State.FINISHED, {"mse": 0.02}, None)
    assert run.seconds_left is None


@pytest.mark.parametrize("resumed", [False, True], ids=["paused", "queued again"])
def test_a_paused_run_that_is_stopped_keeps_its_weights(store, running, resumed):
    report(store, running, 10, 10)
    store.save_blob(running, 1, "checkpoint", 10, b"weights and optimiser")
    store.want(running, Wanted.PAUSE)
    store.end(running, 1, State.PAUSED)
    if resumed:
        store.want(running, Wanted.RUN)
    assert store.want(running, Wanted.STOP).state is State.STOPPED
    assert store.weights_step(running) == 10
    assert store.blob(running, "weights", "checkpoint") == (10, b"weights and optimiser")
    assert store.losses(running).tolist() == steps(*range(1, 11))


def test_baselines_come_back_as_lines(store, running):
    lines = [
        Line(LineKind.MEAN_IMAGE, "mean image", 0.0675),
        Line(LineKind.PCA, "PCA, 4 numbers", 0.05),
    ]
    store.save_baselines(running, 1, lines)
    assert store.run(running).lines == lines


# Leases


def test_a_run_is_lost_once_its_worker_was_not_heard_of_for_too_long(store, running):
    run = store.run(running)
    assert not run.is_lost(run.heartbeat + STALE_AFTER - 1)
    assert run.is_lost(run.heartbeat + STALE_AFTER + 1)


def test_only_a_run_that_a_worker_holds_can_be_lost(store, queued):
    later = time.time() + 1000
    assert not store.run(queued).is_lost(later)
    at(store, queued, State.FINISHED)
    assert not store.run(queued).is_lost(later)


def test_a_lease_has_one_holder_until_it_runs_out(store):
    assert store.take_lease("supervisor", "one", 100)
    assert not store.take_lease("supervisor", "two", 100)
    assert store.lease("supervisor") == "one"
    assert store.take_lease("supervisor", "one", 0.05)  # renewed, for less long
    time.sleep(0.1)
    assert store.lease("supervisor") is None
    assert store.take_lease("supervisor", "two", 100)
    assert store.lease("supervisor") == "two"


def test_a_lease_is_given_back_by_its_holder_only(store):
    store.take_lease("supervisor", "one", 100)
    store.drop_lease("supervisor", "two")
    assert store.lease("supervisor") == "one"
    store.drop_lease("supervisor", "one")
    assert store.lease("supervisor") is None


def test_leases_that_have_not_run_out_are_counted_by_how_they_begin(store):
    store.take_lease("server:1", "a", 100)
    store.take_lease("server:2", "b", 100)
    store.take_lease("server:3", "c", -1)
    store.take_lease("supervisor", "d", 100)
    assert store.alive("server:") == 2
    assert store.alive("server_") == 0  # no pattern


def test_facts_are_kept_until_replaced(store):
    assert store.setting("speed") is None
    store.set_setting("speed", 50.5)
    store.set_setting("speed", {"giga": [1, 2]})
    assert store.setting("speed") == {"giga": [1, 2]}


def test_the_parts_of_losses_come_back_beside_them(store, running):
    parts = np.arange(6, dtype=np.float32).reshape(3, 2)
    report(store, running, 2, 2, new_parts=parts[:2])
    report(store, running, 3, 1, new_parts=parts[2:])
    np.testing.assert_array_equal(store.parts(running, 2), parts)
    np.testing.assert_array_equal(store.parts(running, 2, after=1), parts[1:])
    np.testing.assert_array_equal(store.parts(running, 2, after=3), parts[3:])


def test_a_run_without_parts_has_none(store, running):
    report(store, running, 2, 2, new_parts=np.empty((2, 0), np.float32))
    assert store.parts(running, 0).shape == (0, 0)


def test_parts_after_the_checkpoint_of_a_lost_attempt_come_again(store, running):
    report(store, running, 2, 2, new_parts=np.zeros((2, 2), np.float32))
    store.save_blob(running, 1, "checkpoint", 2, b"state")
    report(store, running, 4, 2, new_parts=np.ones((2, 2), np.float32))
    store.requeue(running, 1, "died")
    store.claim(running, "another")
    store.begin(running, 2)
    assert store.parts(running, 2).shape == (2, 2)
    report(store, running, 3, 1, attempt=2, new_parts=np.full((1, 2), 7, np.float32))
    assert store.parts(running, 2)[:, 0].tolist() == [0, 0, 7]


def test_a_learning_rate_that_is_wanted_reaches_the_worker_and_its_changes_are_kept(store, running):
    assert store.run(running).learning_rate == store.run(running).hp.learning_rate
    store.want_rate(running, 0.5)
    assert report(store, running, 1, 1).learning_rate == 0.5
    store.note_rate(running, 1, 1, 0.5)
    store.note_rate(running, 1, 9, 0.25)
    assert store.run(running).rate_changes == [(1, 0.5), (9, 0.25)]


def test_a_run_that_has_ended_keeps_its_learning_rate(store, running):
    store.end(running, 1, State.FINISHED)
    before = store.run(running).learning_rate
    assert store.want_rate(running, 0.5).learning_rate == before


def test_a_store_of_the_first_version_keeps_its_rows(tmp_path):
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    config = Config()
    config.set_main_option("script_location", str(Path(engine.__file__).with_name("migrations")))
    old = create_engine(url)
    with old.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text(
                "INSERT INTO runs (id, owner, settings, state, wanted, attempt, deaths, step, "
                "steps, parameters, message, created, queued) VALUES "
                "('r', 'me', '{\"latent_dim\": 7}', 'finished', 'run', 1, 0, 2, 2, 9, '', 1, 1)"
            )
        )
        connection.execute(
            text("INSERT INTO losses (run, first, \"values\") VALUES ('r', 0, :v)"),
            {"v": np.array([0.5, 0.25], np.float32).tobytes()},
        )
    old.dispose()
    store = Store(url)
    assert store.run("r").hp.latent_dim == 7
    assert store.run("r").rate_changes == []
    assert store.losses("r").tolist() == [0.5, 0.25]
    store.close()
