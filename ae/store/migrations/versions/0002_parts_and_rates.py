"""The parts of a loss, and learning rates changed while a run trains."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("losses", sa.Column("parts", sa.LargeBinary))
    op.add_column("runs", sa.Column("wanted_rate", sa.Float))
    op.add_column("runs", sa.Column("rates", sa.Text))
