import threading
import time

import numpy as np
import pytest

from ae.cluster.fair_lock import FairLock
from ae.presets import preset
from ae.training import Training
from ae.training.xla import pool
from tests.waiting import wait_for


def test_who_asks_first_is_first_also_against_the_one_who_just_had_a_turn():
    turns, order = FairLock(), []
    done = threading.Event()

    def three_times(name):
        for _ in range(3):
            with turns:
                order.append(name)
                wait_for(lambda: turns.waiting == 2 or done.is_set() or len(order) > 6)

    threads = [threading.Thread(target=three_times, args=(n,)) for n in "abc"]
    with turns:
        for count, thread in enumerate(threads):
            thread.start()
            wait_for(lambda count=count: turns.waiting == count + 1)
    for thread in threads:
        thread.join(20)
    assert "".join(order) == "abcabcabc"


@pytest.mark.parametrize("at_once", [1, 2])
def test_no_more_than_so_many_have_a_turn_at_once(at_once):
    turns, inside, most = FairLock(at_once), [], []

    def work():
        for _ in range(20):
            with turns:
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.0005)
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert max(most) == at_once


def test_a_turn_is_given_back_after_an_error():
    turns = FairLock()
    with pytest.raises(ZeroDivisionError), turns:
        _ = 1 / 0
    with turns:
        assert turns.waiting == 0


def in_line(turns, count, target):
    """A thread that waits as the one of that number."""
    thread = threading.Thread(target=target)
    thread.start()
    wait_for(lambda: turns.waiting == count)
    return thread


def test_of_those_in_line_every_other_turn_is_a_hurried_one():
    turns, order = FairLock(), []

    def usual():
        with turns:
            order.append("usual")

    def priority():
        with turns.priority():
            order.append("priority")

    with turns:
        targets = [usual, usual, usual, priority, priority]
        threads = [in_line(turns, i, target) for i, target in enumerate(targets, 1)]
    for thread in threads:
        thread.join(20)
    assert order == ["priority", "usual", "priority", "usual", "usual"]
    assert turns.is_idle


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0.0, ["other", "piece"]), (20.0, ["piece", "other"])]
)
def test_longer_work_lets_one_other_go_first_once_a_piece_is_done(seconds, expected):
    turns, order = FairLock(), []

    def other():
        with turns:
            order.append("other")

    with turns.priority():
        step_aside = turns.in_pieces(seconds)
        thread = in_line(turns, 1, other)
        step_aside()
        order.append("piece")
    thread.join(20)
    assert order == expected


def test_runs_of_one_network_that_take_turns_share_one_program_and_keep_apart(tiny, data):
    hps = [tiny.replace(seed=seed, latent_dim=6) for seed in range(3)]

    def losses(training):
        return training.advance(0).losses

    alone = []
    for hp in hps:
        with Training(hp, data) as training:
            alone.append(np.concatenate([losses(training), losses(training)]))
    before = len(pool._programs)
    with Training(hps[0], data) as a, Training(hps[1], data) as b, Training(hps[2], data) as c:
        found = [[losses(t)] for t in (a, b, c)]
        for kept, training in zip(found, (a, b, c), strict=True):
            kept.append(losses(training))
        assert len(pool._programs) == before
    for expected, slices in zip(alone, found, strict=True):
        np.testing.assert_array_equal(np.concatenate(slices), expected)


def test_the_state_of_a_run_that_waits_is_the_one_it_left(tiny, data):
    with Training(tiny, data) as one, Training(tiny.replace(seed=4), data) as other:
        one.advance(0)
        expected = one.state()
        other.advance(0)  # takes the program
        for name, values in one.state().items():
            np.testing.assert_array_equal(values, expected[name])
        assert set(one.weights()) < set(expected)


def test_runs_of_more_networks_than_are_kept_compile_each_once(tiny, data, monkeypatch):
    monkeypatch.setattr(pool, "_programs", [])
    monkeypatch.setattr(pool, "KEPT", 1)
    runs = [Training(tiny.replace(latent_dim=k), data) for k in (2, 3, 4)]
    with runs[0], runs[1], runs[2]:
        for training in runs:
            training.advance(0)
        programs = list(pool._programs)
        assert len(programs) == 3
        for training in runs:
            training.advance(0)
        assert pool._programs == programs


def test_room_for_a_network_is_made_by_dropping_those_of_no_preset_first(tiny, data, monkeypatch):
    monkeypatch.setattr(pool, "_programs", [])
    monkeypatch.setattr(pool, "KEPT", 2)
    for hp in (preset("linear"), tiny.replace(latent_dim=2), tiny.replace(latent_dim=3)):
        with Training(hp, data) as training:
            training.advance(0)
    assert [program.key.latent_dim for program in pool._programs] == [16, 3]
