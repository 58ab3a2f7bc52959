"""What takes a worker seconds, by its name: a page asks for it, a worker makes it, all have it.

Maps of codes, samplers, scores (`ae.results`). One of each name a run: one of newer weights takes
the place of the older.
"""

from __future__ import annotations

import time

from sqlalchemy import ColumnElement, and_, select, update

from ae.errors import UnknownResult
from ae.store.engine import Database, upsert
from ae.store.runs import lock_run
from ae.store.schema import maps


class Results(Database):
    """Asking for results, making and reading them. Their table is older than its other uses."""

    def ask_for_result(self, run: str, name: str, step: int, seconds: float) -> None:
        """Somebody waits for it, for so many seconds at least: say it again while they do.

        Raises:
            UnknownRun: if there is no such run.
        """
        row = {
            "run": run,
            "name": name,
            "step": step,
            "wanted_until": time.time() + seconds,
            "share": 0.0,
            "content": None,
        }
        with self.writing() as connection:
            lock_run(connection, run)
            wanted = {"wanted_until": row["wanted_until"]}
            known = update(maps).where(_is(run, name, step)).values(wanted)
            if not connection.execute(known).rowcount:
                connection.execute(upsert(connection, maps, row))

    def call_off_result(self, run: str, name: str, step: int) -> None:
        """Nobody waits for it any more: who makes it may stop."""
        with self.writing() as connection:
            connection.execute(update(maps).where(_is(run, name, step)).values(wanted_until=0.0))

    def report_share(self, run: str, name: str, step: int, share: float) -> bool:
        """So much of it is done, 0 to 1; whether somebody still waits for it."""
        with self.writing() as connection:
            changed = (
                update(maps)
                .where(_is(run, name, step), maps.c.wanted_until > time.time())
                .values(share=share)
            )
            return bool(connection.execute(changed).rowcount)

    def keep_result(self, run: str, name: str, step: int, content: bytes) -> None:
        """It is made. Not kept where it was asked for of newer weights meanwhile."""
        with self.writing() as connection:
            made = {"share": 1.0, "content": content}
            connection.execute(update(maps).where(_is(run, name, step)).values(made))

    def result_share(self, run: str, name: str, step: int) -> float | None:
        """How much of it is done, 0 to 1; None where nobody has asked for it."""
        with self.reading() as connection:
            return connection.execute(select(maps.c.share).where(_is(run, name, step))).scalar()

    def result(self, run: str, name: str, step: int) -> bytes:
        """What was made.

        Raises:
            UnknownResult: if it was not.
        """
        with self.reading() as connection:
            content = connection.execute(
                select(maps.c.content).where(_is(run, name, step))
            ).scalar()
        if content is None:
            raise UnknownResult("Nobody has asked a worker for this yet.")
        return content

    def results(self, run: str, step: int, prefix: str) -> dict[str, bytes]:
        """All that was made of these weights whose name begins so, by name."""
        query = (
            select(maps.c.name, maps.c.content)
            .where(
                maps.c.run == run,
                maps.c.step == step,
                maps.c.name.startswith(prefix, autoescape=True),
                maps.c.content.is_not(None),
            )
            .order_by(maps.c.name)
        )
        with self.reading() as connection:
            return {row.name: row.content for row in connection.execute(query)}


def _is(run: str, name: str, step: int) -> ColumnElement[bool]:
    return and_(maps.c.run == run, maps.c.name == name, maps.c.step == step)
