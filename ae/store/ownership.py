"""What only a run's owner may do to it: give it a name, keep it on top, delete it.

Asked here, where it is written, whoever calls: a page that shows no button is no lock.
"""

from __future__ import annotations

import unicodedata

from sqlalchemy import Connection, delete

from ae.errors import NotYours, SettingError
from ae.store.engine import Database
from ae.store.records import Run
from ae.store.runs import COMMAND_LINE, get_run, lock_run, update_run
from ae.store.schema import runs

NAME_LENGTH = 60
# What several share cannot say who they are: the command line, and every browser without a cookie.
NOBODY = "nobody"
_SHARED = (COMMAND_LINE, NOBODY)
# Control characters, lone halves of characters, separators of lines; and what turns the direction
# of writing round, also of what stands behind the name.
_UNSEEN = ("Cc", "Cs", "Zl", "Zp")
_TURNING = dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def may_change(run: Run, owner: str) -> bool:
    """Whether that owner may rename, pin and delete a run."""
    return run.owner == owner and owner not in _SHARED


def tidy_name(text: str) -> str | None:
    """A name as it is kept: one line, without what cannot be seen; None where nothing is left.

    Raises:
        SettingError: if it is too long.
    """
    seen = "".join(" " if unicodedata.category(c) in _UNSEEN else c for c in text)
    seen = seen.translate(_TURNING)
    name = " ".join(seen.split())
    if len(name) > NAME_LENGTH:
        raise SettingError("name", f"expected at most {NAME_LENGTH} letters, got {len(name)}")
    return name or None


class Ownership(Database):
    """Renaming, pinning and deleting; each raises `NotYours` for anybody but the run's owner."""

    def rename(self, run: str, owner: str, name: str) -> Run:
        """Give a run a name of its own; an empty one takes it back.

        Raises:
            SettingError: if the name is too long.
        """
        return self._change(run, owner, {"name": tidy_name(name)})

    def pin(self, run: str, owner: str, pinned: bool) -> Run:
        """Keep a run at the head of its owner's lists, or no longer."""
        return self._change(run, owner, {"pinned": pinned})

    def delete(self, run: str, owner: str) -> None:
        """Take a run out of the store, with all that belongs to it.

        A worker that trains it finds it gone at its next report, and ends.
        """
        with self.writing() as connection:
            _expect_owner(connection, run, owner)
            connection.execute(delete(runs).where(runs.c.id == run))

    def _change(self, run: str, owner: str, changes: dict[str, str | bool | None]) -> Run:
        with self.writing() as connection:
            _expect_owner(connection, run, owner)
            update_run(connection, run, changes)
            return get_run(connection, run)


def _expect_owner(connection: Connection, run: str, owner: str) -> None:
    if not may_change(lock_run(connection, run), owner):
        raise NotYours
