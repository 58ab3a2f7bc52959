"""Compiled programs, shared by the runs of a process that train the same network.

A run's weights and optimiser are in a program while it trains. When another run needs that
program they are taken out and wait in memory, some 10 MB; so thirty runs of one network need one
program, and a run that trains alone is never moved.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from ae.config import Hyperparameters
from ae.config.compiled import graph_key
from ae.data import Dataset
from ae.models import Weights, only_weights
from ae.presets import PRESETS, preset
from ae.training.xla.inputs import RunInputs
from ae.training.xla.program import Program

# Compiled programs kept for later runs: one for each preset and the last other. Each holds 30
# to 130 MB.
KEPT = len(PRESETS) + 1


class _PooledProgram:
    """A program of the pool.

    Attributes:
        key: the `graph_key` of the settings that it was built for.
        slot: the run whose weights and optimiser it holds; None if it holds nobody's.
        is_busy: a thread computes with it.
    """

    def __init__(self, key: Hyperparameters, program: Program):
        self.key, self.program = key, program
        self.slot: ProgramSlot | None = None
        self.is_busy = True


_lock = threading.Lock()
_programs: list[_PooledProgram] = []  # the one used last is the last


class ProgramSlot:
    """A run's place among the programs.

    Args:
        hp: its settings.
        data: its dataset.
        state: where it goes on from; None to start afresh.
    """

    def __init__(self, hp: Hyperparameters, data: Dataset, state: Weights | None):
        self._hp, self._data, self._key = hp, data, graph_key(hp)
        self._inputs = RunInputs(hp, data)
        self._state = state
        self._home: _PooledProgram | None = None

    @contextmanager
    def program(self) -> Iterator[Program]:
        """A program with this run's state in it, for this thread alone."""
        pooled = self._claim()
        try:
            if pooled.slot is not self:
                self._move_in(pooled)
            yield pooled.program
        finally:
            with _lock:
                pooled.is_busy = False

    def _claim(self) -> _PooledProgram:
        """A program for this run's network, busy from now on and with no other run in it."""
        with _lock:
            idle = [p for p in _programs if p.key == self._key and not p.is_busy]
            if idle:
                # Its own, else one that holds no run, else the one used longest ago.
                pooled = min(idle, key=lambda p: (p is not self._home, p.slot is not None))
                pooled.is_busy = True
                _programs.remove(pooled)
                _programs.append(pooled)
                if pooled.slot is not self:
                    _vacate(pooled)
                return pooled
        _make_room()
        pooled = _PooledProgram(self._key, Program(self._hp, self._data))
        with _lock:
            _programs.append(pooled)
        return pooled

    def _move_in(self, pooled: _PooledProgram) -> None:
        """Put the run's weights and optimiser into the program, fresh ones at its start."""
        with _lock:
            if self._home is not None:  # of two programs it is in the busy one: not possible
                _vacate(self._home)
            state, self._state = self._state, None
            pooled.slot, self._home = self, pooled
        pooled.program.bind(self._inputs)
        if state is None:
            pooled.program.start()
        else:
            pooled.program.restore(state)

    def state(self) -> Weights:
        """A copy of weights and optimiser, enough to go on as if nothing had happened."""
        with _lock:
            if self._home is None and self._state is not None:
                return {name: values.copy() for name, values in self._state.items()}
        with self.program() as program:
            return program.state()

    def weights(self) -> Weights:
        """A copy of the weights, by `layer/name`."""
        with _lock:
            if self._home is None and self._state is not None:
                return {k: values.copy() for k, values in only_weights(self._state).items()}
        with self.program() as program:
            return program.weights()

    def leave(self) -> None:
        """The run is over: its state is not needed any more."""
        with _lock:
            if self._home is not None:
                self._home.slot = None
                self._home = None
            self._state = None


def _make_room() -> None:
    """For one more program, drop what no run is in: no preset's first, then those unused longest.

    A program with a run in it stays, however many they are: the run would have to compile it again
    at its next turn. The supervisor sees to it that there are not too many.
    """
    with _lock:
        spare = [p for p in _programs if p.slot is None and not p.is_busy]
        spare.sort(key=lambda p: p.key in _preset_keys())
        dropped = spare[: max(0, len(_programs) + 1 - KEPT)]
        for old in dropped:
            _programs.remove(old)
    if dropped:
        del spare, dropped, old
        gc.collect()  # a program refers to itself


@cache
def _preset_keys() -> frozenset[Hyperparameters]:
    return frozenset(graph_key(preset(name)) for name in PRESETS)


def _vacate(pooled: _PooledProgram) -> None:
    """Take the state of the run that is in a program out of it; hold the lock meanwhile."""
    slot = pooled.slot
    if slot is not None:
        slot._state, slot._home = pooled.program.state(), None
        pooled.slot = None
