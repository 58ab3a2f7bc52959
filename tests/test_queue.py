import pytest

from ae import queue
from ae.errors import SettingError, UnknownRun
from ae.presets import preset
from ae.store import State, Wanted


@pytest.fixture
def submit_for(store, tiny):
    """Submit one run for each owner, in this order."""
    return lambda owners: [queue.submit(store, tiny, owner) for owner in owners]


def owners(runs):
    return "".join(run.owner for run in runs)


def test_one_owner_s_runs_go_in_the_order_of_submission(store, submit_for):
    submitted = submit_for("aaa")
    assert [r.id for r in queue.fair_order(store.runs())] == [r.id for r in submitted]


def test_owners_take_turns(store, submit_for):
    submit_for("aaaabbc")
    assert owners(queue.fair_order(store.runs())) == "abcabaa"


def test_a_run_that_trains_counts_as_its_owner_s_turn(store, submit_for):
    first, *_ = submit_for("aab")
    store.claim(first.id, "worker")
    assert owners(queue.fair_order(store.runs())) == "ba"
    store.begin(first.id, 1)
    assert owners(queue.fair_order(store.runs())) == "ba"


def test_two_runs_that_train_count_as_two_turns(store, submit_for):
    for run in submit_for("aa"):
        store.claim(run.id, "worker")
    submit_for("abbb")
    # Two slots go to b, who is then level with a; a's was queued before b's third.
    assert owners(queue.fair_order(store.runs())) == "bbab"


def test_a_run_ahead_in_the_line_counts_as_much_as_one_that_trains(store, submit_for):
    one, two, *_ = submit_for("aaabbb")
    store.claim(one.id, "worker")
    store.claim(two.id, "worker")
    # Two of b are level with the two of a that train; then a's third was there first.
    assert owners(queue.fair_order(store.runs())) == "bbab"


def test_only_queued_runs_are_in_line(store, submit_for):
    paused, ended, waiting = submit_for("abc")
    queue.pause(store, paused.id)
    queue.stop(store, ended.id)
    assert [r.id for r in queue.fair_order(store.runs())] == [waiting.id]


def test_thirty_runs_of_one_owner_do_not_keep_another_waiting(store, submit_for):
    *_, late = submit_for("a" * 30 + "b")
    assert queue.place_in_line(store.runs(), late.id) == 2


def test_who_is_only_to_be_measured_waits_for_nobody(store, submit_for):
    first, second, last = submit_for("abb")
    attempt = store.claim(last.id, "worker")
    store.save_blob(last.id, attempt, "checkpoint", 10, b"weights")
    queue.pause(store, last.id)
    store.end(last.id, attempt, State.PAUSED)
    queue.stop(store, last.id)
    order = [run.id for run in queue.fair_order(store.runs())]
    assert order == [last.id, first.id, second.id]


def test_places_in_line_count_from_one(store, submit_for):
    first, second, third = submit_for("aab")
    places = [queue.place_in_line(store.runs(), r.id) for r in (first, second, third)]
    assert places == [1, 3, 2]


def test_a_run_that_does_not_wait_has_no_place_in_line(store, submit_for):
    first, second = submit_for("ab")
    store.claim(first.id, "worker")
    assert queue.place_in_line(store.runs(), first.id) == 0
    assert queue.place_in_line(store.runs(), second.id) == 1
    assert queue.place_in_line(store.runs(), "nobody") == 0


def test_a_resumed_run_goes_to_the_end_of_the_line(store, submit_for):
    first, second = submit_for("aa")
    queue.pause(store, first.id)
    queue.resume(store, first.id)
    assert [r.id for r in queue.fair_order(store.runs())] == [second.id, first.id]


def test_a_submitted_run_is_queued_with_all_that_a_page_shows(store):
    hp = preset("article").replace(steps=50)
    run = queue.submit(store, hp, "me", "article")
    assert store.run(run.id) == run
    assert run.hp == hp
    assert (run.owner, run.preset, run.state, run.wanted) == (
        "me",
        "article",
        State.QUEUED,
        Wanted.RUN,
    )
    assert (run.step, run.steps, run.parameters, run.attempt) == (0, 50, 1_100_320, 0)
    assert run.lines == []
    assert run.test == {}
    assert run.seconds_left is None


def test_pause_resume_and_stop_say_what_is_wanted(store, submit_for):
    (run,) = submit_for("a")
    assert queue.pause(store, run.id).state is State.PAUSED
    assert queue.resume(store, run.id).state is State.QUEUED
    assert queue.stop(store, run.id).state is State.STOPPED


def test_a_run_that_has_made_no_step_is_expected_to_take_as_long_as_its_settings(store, submit_for):
    run, _ = submit_for("ab")
    store.claim(run.id, "worker")
    alone = queue.expected_seconds(store, run.hp)
    assert queue.expected_wait(store, store.runs(), 1) == pytest.approx(alone)


def test_finding_a_run_that_is_not_there_gives_none(store, submit_for):
    (run,) = submit_for("a")
    assert queue.find(store, run.id) == run
    assert queue.find(store, "nobody") is None
    assert queue.find(store, None) is None


@pytest.mark.parametrize("wish", [queue.pause, queue.resume, queue.stop])
def test_nothing_can_be_wanted_of_an_unknown_run(store, wish):
    with pytest.raises(UnknownRun, match="There is no run 'nobody' in this store"):
        wish(store, "nobody")


def test_a_learning_rate_out_of_bounds_is_refused_with_the_fields_name(store, submit_for):
    (run,) = submit_for("a")
    with pytest.raises(SettingError, match=r"^learning_rate: expected .*, got 50$"):
        queue.change_learning_rate(store, run.id, 50)
    assert store.run(run.id).learning_rate == run.hp.learning_rate


def test_a_learning_rate_changed_while_it_waits_is_the_one_it_starts_with(store, submit_for):
    (run,) = submit_for("a")
    queue.change_learning_rate(store, run.id, 0.02)
    store.claim(run.id, "worker")
    assert store.begin(run.id, 1).learning_rate == 0.02


def test_the_wait_is_until_the_run_with_the_least_left_is_over(store, tiny):
    """Three that share the processor: 2 s, 4 s and 10 s of work left."""
    runs = [queue.submit(store, tiny.replace(steps=50), owner) for owner in "abcd"]
    for run, step in zip(runs[:3], (48, 46, 40), strict=True):
        store.claim(run.id, "worker")
        store.begin(run.id, 1)
        store.report(run.id, 1, step=step, new_losses=[], ms_per_step=1000.0)
    active = store.runs()
    assert queue.expected_wait(store, active, 1) == pytest.approx(3 * 2)
    assert queue.expected_wait(store, active, 2) == pytest.approx(3 * 2 + 2 * 2)
    assert queue.expected_wait(store, active, 3) == pytest.approx(3 * 2 + 2 * 2 + 6)
    assert queue.expected_wait(store, [], 1) == 0
