"""Maps of a run's codes: a page asks for one, a worker draws it, and it is kept for all.

One of each name a run: one of newer weights takes the place of the older.
"""

from __future__ import annotations

import time

from sqlalchemy import ColumnElement, and_, select, update

from ae.errors import UnknownMap
from ae.store.engine import Database, upsert
from ae.store.runs import lock_run
from ae.store.schema import maps


class Maps(Database):
    """Asking for maps, drawing and reading them."""

    def ask_for_map(self, run: str, name: str, step: int, seconds: float) -> None:
        """Somebody waits for a map, for so many seconds at least: say it again while they do.

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

    def call_off_map(self, run: str, name: str, step: int) -> None:
        """Nobody waits for a map any more: who draws it may stop."""
        with self.writing() as connection:
            connection.execute(update(maps).where(_is(run, name, step)).values(wanted_until=0.0))

    def report_map(self, run: str, name: str, step: int, share: float) -> bool:
        """So much of a map is drawn, 0 to 1; whether somebody still waits for it."""
        with self.writing() as connection:
            changed = (
                update(maps)
                .where(_is(run, name, step), maps.c.wanted_until > time.time())
                .values(share=share)
            )
            return bool(connection.execute(changed).rowcount)

    def keep_map(self, run: str, name: str, step: int, content: bytes) -> None:
        """A map is drawn. Not kept where it was asked for of newer weights meanwhile."""
        with self.writing() as connection:
            drawn = {"share": 1.0, "content": content}
            connection.execute(update(maps).where(_is(run, name, step)).values(drawn))

    def map_share(self, run: str, name: str, step: int) -> float | None:
        """How much of a map is drawn, 0 to 1; None where nobody has asked for it."""
        with self.reading() as connection:
            return connection.execute(select(maps.c.share).where(_is(run, name, step))).scalar()

    def map_content(self, run: str, name: str, step: int) -> bytes:
        """A map that is drawn.

        Raises:
            UnknownMap: if it is not.
        """
        with self.reading() as connection:
            content = connection.execute(
                select(maps.c.content).where(_is(run, name, step))
            ).scalar()
        if content is None:
            raise UnknownMap("Nobody has drawn this map yet.")
        return content


def _is(run: str, name: str, step: int) -> ColumnElement[bool]:
    return and_(maps.c.run == run, maps.c.name == name, maps.c.step == step)
