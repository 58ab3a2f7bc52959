"""What a user calls a run, which runs stay on top, and what there is to remark on a run's end."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("runs", sa.Column("name", sa.Text))
    op.add_column(
        "runs", sa.Column("pinned", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.add_column("runs", sa.Column("outcome", sa.String(32)))
