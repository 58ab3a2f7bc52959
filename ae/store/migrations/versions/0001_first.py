"""The first version of the store."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _of_run() -> sa.Column:
    return sa.Column("run", sa.String(32), sa.ForeignKey("runs.id", ondelete="CASCADE"))


def upgrade() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("preset", sa.String(64)),
        sa.Column("settings", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("wanted", sa.String(16), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("deaths", sa.Integer, nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("steps", sa.Integer, nullable=False),
        sa.Column("parameters", sa.Integer, nullable=False),
        sa.Column("worker", sa.String(64)),
        sa.Column("ms_per_step", sa.Float),
        sa.Column("train_loss", sa.Float),
        sa.Column("validation_loss", sa.Float),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("baselines", sa.Text),
        sa.Column("metrics", sa.Text),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("queued", sa.Float, nullable=False),
        sa.Column("started", sa.Float),
        sa.Column("ended", sa.Float),
        sa.Column("heartbeat", sa.Float),
    )
    for column in ("owner", "state", "created"):
        op.create_index(f"ix_runs_{column}", "runs", [column])
    op.create_table(
        "losses",
        _of_run(),
        sa.Column("first", sa.Integer, autoincrement=False),
        sa.Column("values", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("run", "first"),
    )
    op.create_table(
        "validations",
        _of_run(),
        sa.Column("step", sa.Integer, autoincrement=False),
        sa.Column("value", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("run", "step"),
    )
    op.create_table(
        "snapshots",
        _of_run(),
        sa.Column("step", sa.Integer, autoincrement=False),
        sa.Column("kept", sa.Boolean, nullable=False),
        sa.Column("images", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("run", "step"),
    )
    op.create_table(
        "blobs",
        _of_run(),
        sa.Column("kind", sa.String(16)),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("run", "kind"),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("holder", sa.String(128), nullable=False),
        sa.Column("expires", sa.Float, nullable=False),
    )
    op.create_table(
        "facts",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
