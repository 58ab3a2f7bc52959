"""When frames of the cloud of codes are drawn, on a real training."""

import time
from dataclasses import replace

import numpy as np
import pytest

from ae.cluster.code_frames import SHARE, CodeFrames
from ae.latent.frames import PLANE, Frame, next_frame
from ae.training import Training


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands until it is set, and goes on by so much at each look."""

    class Clock:
        now, by = time.monotonic(), 0.0

        def read(self):
            self.now += self.by
            return self.now

    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock.read)
    return clock


@pytest.fixture
def training(tiny, data):
    with Training(tiny.replace(steps=1000), data) as found:
        yield found


def at(report, step):
    """The report as if so many steps were done."""
    return replace(report, step=step)


def test_a_frame_is_of_the_codes_at_its_step(training, tiny):
    frame = Frame.of_bytes(CodeFrames().draw(training, training.untrained()))
    expected = next_frame(0, training.codes())
    assert (frame.step, frame.numbers, frame.kind) == (0, tiny.latent_dim, PLANE)
    np.testing.assert_allclose(
        frame.points, expected.points, atol=np.abs(expected.points).max() / 1000
    )


def test_frames_that_are_not_kept_take_their_share_of_the_time_at_most(training, clock):
    report, frames = training.untrained(), CodeFrames()
    clock.by = 0.01
    assert frames.draw(training, at(report, 512))
    clock.by = 0.0
    assert frames.draw(training, at(report, 520)) is None
    clock.now += 0.01 / SHARE - 0.05
    assert frames.draw(training, at(report, 530)) is None
    clock.now += 0.1
    assert frames.draw(training, at(report, 540))


def test_a_snapshot_that_is_kept_and_the_last_one_have_a_frame_at_any_time(training, clock):
    report, frames = training.untrained(), CodeFrames()
    clock.by = 10.0
    kept = [step for step in (512, 639, 641, 642) if frames.draw(training, at(report, step))]
    assert kept == [512, 641], "of every 128 steps the first is kept; a frame takes long"
    training.step = training.hp.steps
    assert frames.draw(training, at(report, 1000))


def test_without_digits_there_is_no_frame(training):
    assert CodeFrames().draw(training, training.advance(show=False)) is None


def test_a_resumed_run_turns_its_frames_to_the_last_one_it_had(training):
    first = CodeFrames().draw(training, training.untrained())
    mirrored = Frame.of_bytes(first)
    mirrored = replace(mirrored, points=-mirrored.points).to_bytes()
    report = training.advance()
    goes_on = Frame.of_bytes(CodeFrames(first).draw(training, report)).points
    turned = Frame.of_bytes(CodeFrames(mirrored).draw(training, report)).points
    np.testing.assert_allclose(turned, -goes_on, atol=np.abs(goes_on).max() / 500)


def test_a_run_whose_codes_are_not_finite_keeps_its_last_frame(diverging, data):
    with Training(diverging, data) as training:
        frames = CodeFrames()
        assert frames.draw(training, training.untrained())
        while not training.finished:
            report = training.advance()
        assert training.diverged
        assert not np.isfinite(training.codes()).all()
        assert frames.draw(training, report) is None
