"""Waiting for something that another process does."""

import time


def wait_for(condition, seconds=150.0, every=0.05):
    """The first true value of `condition()`; fails the test if none comes in time."""
    deadline = time.monotonic() + seconds
    while True:
        if found := condition():
            return found
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(every)
