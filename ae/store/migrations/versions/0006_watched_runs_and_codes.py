"""Until when somebody watches a run's weights; the codes of some digits with each snapshot."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("runs", sa.Column("watched_until", sa.Float))
    op.add_column("snapshots", sa.Column("codes", sa.LargeBinary))
