"""One execution of a run in a worker: taken up, trained slice by slice, paused or finished."""

from __future__ import annotations

import ctypes
import json
from contextlib import suppress
from dataclasses import replace

import numpy as np

from ae.cluster.code_frames import CodeFrames
from ae.cluster.fair_lock import FairLock
from ae.cluster.live_weights import LiveWeights
from ae.cluster.reporting import Checkpoints, Reports
from ae.data import load_dataset
from ae.diagnosis import conclude, diagnose_divergence
from ae.errors import NotFinite, StoreError, UnknownRun
from ae.latent import code_file
from ae.metrics import baselines, evaluate_each
from ae.models import Autoencoder, Weights, from_bytes, to_bytes
from ae.store import NO_WEIGHTS, Run, State, Store, Wanted
from ae.training import Report, Training

# Seconds of a turn. To change turns costs some 15 ms, so with others in line a turn is longer.
ALONE_SLICE, SHARED_SLICE = 0.25, 0.5


class Execution:
    """A run that this worker holds, with one method for each phase.

    Args:
        store: where the run is written.
        run: as it was begun.
        attempt: under which the worker holds it.
        turns: who computes now, of the runs of this worker.
    """

    def __init__(self, store: Store, run: Run, attempt: int, turns: FairLock):
        self._store, self._run, self._attempt, self._turns = store, run, attempt, turns
        self._reports = Reports(store, run.id, attempt)
        self._checkpoints = Checkpoints(store, run, attempt, turns)
        self._live = LiveWeights(store, run, attempt)
        self._frames: CodeFrames
        self._training: Training
        self._is_new: bool
        self._wanted = Wanted.RUN
        self._slices = 0
        self._codes_and_errors: tuple[np.ndarray, np.ndarray] | None = None

    def carry_out(self) -> State:
        """Train until the run ends or something else is wanted; `keep_codes` comes after it.

        Returns:
            The state in which it is left.

        Raises:
            LostAttempt: if another attempt holds the run by now.
            AELabError: whatever kept something from being written.
        """
        with self._live, self._checkpoints, self._take_up() as self._training:
            training = self._training
            if self._wanted is Wanted.STOP and self._is_new:
                return self._end_untrained()
            while self._wanted is Wanted.RUN and not training.finished:
                report, state, is_written = self._slice()
                if is_written:
                    self._write_reports()
                self._checkpoint(state)
                if self._slices == 2:  # after the first points, which somebody waits for
                    self._save_baselines()
            if not training.finished:
                self._report_where_it_is_left()
            self._checkpoints.wait()
            if self._slices < 2:
                self._save_baselines()
            if training.diverged:
                return self._diverge(report)
            if self._wanted is Wanted.PAUSE and not training.finished:
                return self._pause()
            with self._turns.priority():
                weights = training.weights()
        return self._finish(weights)

    def _take_up(self) -> Training:
        """The run's training: from its checkpoint where it has one, else from the start."""
        kinds = ["checkpoint"]
        if self._run.wanted is Wanted.STOP:  # paused before, or its worker died at its end
            self._wanted, kinds = Wanted.STOP, ["weights", "checkpoint"]
        checkpoint = self._store.blob(self._run.id, *kinds)
        state = from_bytes(checkpoint[1])[1] if checkpoint else None
        self._is_new = state is None
        hp = self._run.hp
        training = Training(hp, load_dataset(hp.dataset), state, self._run.step)
        training.learning_rate = self._run.learning_rate
        self._reports.take_up(self._store.losses(self._run.id))
        last = self._store.codes_frame(self._run.id)
        self._frames = CodeFrames(last[1] if last else None)
        return training

    def _slice(self) -> tuple[Report, Weights | None, bool]:
        """One turn of training.

        Returns:
            What it brought; a copy of the state, where a checkpoint is due; whether the report is
            to be written now.
        """
        training = self._training
        with self._turns:
            if self._is_new and self._slices == 0:
                self._add_report(training.untrained())
                self._write_reports()
            seconds = SHARED_SLICE if self._turns.waiting else ALONE_SLICE
            # What a page waits for goes out at once: the first points, and the last.
            is_written = (
                self._slices < 2 or self._checkpoints.is_due or self._reports.is_due(seconds)
            )
            show = is_written and self._reports.are_digits_due(training.step)
            report = training.advance(seconds, show=show)
            self._add_report(report)
            if self._slices == 0:  # compiling, before it, is no training to keep
                self._checkpoints.start_clock()
            is_saved = self._checkpoints.is_due and not training.finished
            state = training.state() if is_saved else None
            if self._live.are_due and not training.diverged:
                self._live.write(training.step, training.present_weights())
        self._slices += 1
        if self._slices == 1:
            give_memory_back()  # what compiling needed, if it was a network's first run
        return report, state, is_written or is_saved or training.finished

    def _add_report(self, report: Report) -> None:
        """Keep a report, with its frame of codes, for the next write."""
        self._reports.add(report, self._frames.draw(self._training, report))

    def _write_reports(self) -> None:
        """Write what was kept; then what is wanted, and the learning rate, take effect."""
        training = self._training
        row = self._reports.write(training.ms_per_step)
        self._wanted = row.wanted
        self._live.look(row)
        if row.learning_rate != training.learning_rate:
            training.learning_rate = row.learning_rate
            self._store.note_rate(self._run.id, self._attempt, training.step, row.learning_rate)

    def _report_where_it_is_left(self) -> None:
        """Digits and codes of the last step of a run that is stopped or paused.

        What is wanted of it since then is for its next attempt.
        """
        training = self._training
        if self._frames.step == training.step:
            return
        with self._turns.priority():
            report = training.look()
            self._reports.add(report, self._frames.draw(training, report, is_last=True))
        self._reports.write(training.ms_per_step)

    def _checkpoint(self, state: Weights | None) -> None:
        """Save the state, if there is one or a pause needs it."""
        if state is None and self._wanted is Wanted.PAUSE:
            with self._turns.priority():
                state = self._training.state()
        if state is not None:
            self._checkpoints.write(self._training.step, state)

    def _save_baselines(self) -> None:
        """The lines of the run's chart, unless an earlier attempt has written them."""
        if self._run.baselines is None:
            lines = baselines.lines(self._run.hp)
            self._store.save_baselines(self._run.id, self._attempt, lines)

    def _diverge(self, last: Report) -> State:
        """End the run with advice on what to change."""
        training = self._training
        advice = diagnose_divergence(
            self._run.hp,
            training.step,
            training.learning_rate,
            last.parts[-1],
            training.finite_parts,
        )
        self._store.end(self._run.id, self._attempt, State.DIVERGED, advice)
        return State.DIVERGED

    def _end_untrained(self) -> State:
        """End a run that was stopped before its first step."""
        self._store.end(self._run.id, self._attempt, State.STOPPED, NO_WEIGHTS)
        return State.STOPPED

    def _pause(self) -> State:
        """Leave the run with its checkpoint."""
        self._store.end(self._run.id, self._attempt, State.PAUSED)
        return State.PAUSED

    def _finish(self, weights: Weights) -> State:
        """Keep the weights and measure them; the run was trained to its end or stopped."""
        store, run, attempt, training = self._store, self._run, self._attempt, self._training
        store.save_blob(run.id, attempt, "weights", training.step, to_bytes(run.hp, weights))
        with self._turns.priority():
            model, data = Autoencoder(run.hp, weights), training.data
            step_aside = self._turns.in_pieces(SHARED_SLICE)
            evaluation, errors, codes = evaluate_each(model, data.test, data, step_aside)
        store.save_blob(run.id, attempt, "errors", training.step, errors.tobytes())
        state = State.FINISHED if training.finished else State.STOPPED
        metrics = evaluation.as_dict() | baselines.squared_error_to_beat(run.hp)
        ended = replace(store.run(run.id), state=state, metrics=json.dumps(metrics))
        outcome, message = conclude(ended, store.losses(run.id), self._reports.blow_up)
        message = message or _message_at_end(training)
        store.end(run.id, attempt, state, message, metrics, outcome)
        assert codes is not None
        self._codes_and_errors = codes, errors
        return state

    def keep_codes(self) -> None:
        """Keep the codes of a run that has ended, so that a page has them without a worker.

        Not before the end, which somebody waits for; without them a page asks a worker.
        """
        if self._codes_and_errors is None:
            return
        codes, errors = self._codes_and_errors
        run, step = self._run.id, self._training.step
        with suppress(NotFinite, UnknownRun, StoreError):
            self._store.keep_blob(
                run, code_file.KIND, step, code_file.code_file(run, step, codes, errors)
            )


def _message_at_end(training: Training) -> str:
    """Which weights are kept, in one sentence; empty where they are the last of a whole run."""
    if not training.best or training.best.step == training.step:
        return "" if training.finished else "Weights kept."
    kept = f"the weights kept are those of step {training.best.step:,}, which validated best."
    return f"Stopped early: {kept}" if training.stopped_early else kept.capitalize()


def give_memory_back() -> None:
    """What a run needed and the allocator keeps, some 100 MB, to the system: glibc only."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
