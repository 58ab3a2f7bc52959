"""The store's tables. A change here needs a migration in `migrations/versions`."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
)

metadata = MetaData()


def _of_run() -> Column:
    return Column("run", String(32), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)


runs = Table(
    "runs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(64), nullable=False, index=True),
    # What it trains, and the run it grew from, if any. The default is for programs of an older
    # version that have the store open while a newer one migrates it.
    Column("kind", String(16), nullable=False, server_default="autoencoder"),
    Column("parent", String(32), ForeignKey("runs.id", ondelete="SET NULL"), index=True),
    Column("preset", String(64)),
    Column("settings", Text, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("wanted", String(16), nullable=False),
    Column("attempt", Integer, nullable=False),
    # Attempts in a row that died without writing a step: three end the run.
    Column("deaths", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("steps", Integer, nullable=False),
    Column("parameters", Integer, nullable=False),
    Column("worker", String(64)),
    Column("ms_per_step", Float),
    Column("train_loss", Float),
    Column("validation_loss", Float),
    Column("message", Text, nullable=False),
    Column("baselines", Text),
    Column("metrics", Text),
    Column("created", Float, nullable=False, index=True),
    Column("queued", Float, nullable=False),
    Column("started", Float),
    Column("ended", Float),
    Column("heartbeat", Float),
    # The learning rate that the user asks for while it trains, and the ones that were used since
    # a step, as JSON: [[step, rate], ...].
    Column("wanted_rate", Float),
    Column("rates", Text),
    # What its user calls it, whether it comes first in lists, and what to remark on its end. The
    # default is for programs of an older version, as above.
    Column("name", Text),
    Column("pinned", Boolean, nullable=False, server_default=false()),
    Column("outcome", String(32)),
    # Until when somebody wants its weights as they are while it trains.
    Column("watched_until", Float),
)
losses = Table(
    "losses",
    metadata,
    _of_run(),
    Column("first", Integer, primary_key=True, autoincrement=False),
    Column("values", LargeBinary, nullable=False),
    # The parts of each step's loss, where it has more than one: float32 (n, parts).
    Column("parts", LargeBinary),
)
validations = Table(
    "validations",
    metadata,
    _of_run(),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("value", Float, nullable=False),
)
snapshots = Table(
    "snapshots",
    metadata,
    _of_run(),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("kept", Boolean, nullable=False),
    Column("images", LargeBinary, nullable=False),
    # Of the first 500 test images in two dimensions: a frame of ae.latent.frames.
    Column("codes", LargeBinary),
)
# At most one row a run and a kind: "checkpoint" to go on from, "weights" to answer with,
# "errors" and "codes" of the test images, "live" weights while somebody watches it train.
blobs = Table(
    "blobs",
    metadata,
    _of_run(),
    Column("kind", String(16), primary_key=True),
    Column("step", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
# Maps of a run's codes and what else takes long: asked for until a time, done so far, then kept.
maps = Table(
    "maps",
    metadata,
    _of_run(),
    Column("name", String(64), primary_key=True),
    Column("step", Integer, nullable=False),
    Column("wanted_until", Float, nullable=False),
    Column("share", Float, nullable=False),
    Column("content", LargeBinary),
)
# Who is alive: the supervisor, the servers. A lease not renewed in time is nobody's.
leases = Table(
    "leases",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("holder", String(128), nullable=False),
    Column("expires", Float, nullable=False),
)
facts = Table(
    "facts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
