"""Maps of a run's codes, which take long to draw and are kept with it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "maps",
        sa.Column(
            "run", sa.String(32), sa.ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("wanted_until", sa.Float, nullable=False),
        sa.Column("share", sa.Float, nullable=False),
        sa.Column("content", sa.LargeBinary),
    )
