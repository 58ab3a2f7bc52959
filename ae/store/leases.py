"""Who is alive, and small values worth keeping."""

from __future__ import annotations

import json
import time
from typing import Any

from sqlalchemy import delete, func, or_, select

from ae.store.engine import Database, upsert
from ae.store.schema import facts, leases


class Leases(Database):
    """Leases run out by themselves: a process that dies holds nothing for long."""

    def take_lease(self, name: str, holder: str, seconds: float) -> bool:
        """Take or renew a lease; False if another holder's has not run out."""
        now = time.time()
        row = {"name": name, "holder": holder, "expires": now + seconds}
        is_free = or_(leases.c.holder == holder, leases.c.expires <= now)
        with self.writing() as connection:
            statement = upsert(connection, leases, row, where=is_free).returning(leases.c.name)
            return connection.execute(statement).scalar() is not None

    def drop_lease(self, name: str, holder: str) -> None:
        """Give a lease back, if it is this holder's."""
        with self.writing() as connection:
            connection.execute(
                delete(leases).where(leases.c.name == name, leases.c.holder == holder)
            )

    def lease(self, name: str) -> str | None:
        """Who holds a lease, None if it has run out."""
        query = select(leases.c.holder).where(leases.c.name == name, leases.c.expires > time.time())
        with self.reading() as connection:
            return connection.execute(query).scalar()

    def alive(self, prefix: str) -> int:
        """How many leases of that beginning have not run out."""
        query = select(func.count()).where(
            leases.c.name.startswith(prefix, autoescape=True), leases.c.expires > time.time()
        )
        with self.reading() as connection:
            return connection.execute(query).scalar_one()

    def setting(self, name: str) -> Any:
        """A value kept by `set_setting`, None if there is none."""
        with self.reading() as connection:
            value = connection.execute(select(facts.c.value).where(facts.c.name == name)).scalar()
        return None if value is None else json.loads(value)

    def settings(self, prefix: str) -> dict[str, Any]:
        """The values kept by `set_setting` under names of that beginning."""
        query = select(facts.c.name, facts.c.value).where(
            facts.c.name.startswith(prefix, autoescape=True)
        )
        with self.reading() as connection:
            return {name: json.loads(value) for name, value in connection.execute(query)}

    def set_setting(self, name: str, value: Any) -> None:
        """Keep a small value, for instance how fast this machine trains."""
        with self.writing() as connection:
            row = {"name": name, "value": json.dumps(value)}
            connection.execute(upsert(connection, facts, row))
