"""What a run trains, the run it grew from, and the kind of each line in its chart."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "runs", sa.Column("kind", sa.String(16), nullable=False, server_default="autoencoder")
    )
    parent = sa.Column("parent", sa.String(32), sa.ForeignKey("runs.id", ondelete="SET NULL"))
    # Inline, or SQLite would need a copy of the table; dropping the old one would take all losses
    # and weights with it.
    op.add_column("runs", parent, inline_references=True)
    op.create_index("ix_runs_parent", "runs", ["parent"])
    _give_lines_a_kind()


def _give_lines_a_kind() -> None:
    """Until now a line was told by its label alone."""
    runs = sa.table("runs", sa.column("id", sa.String), sa.column("baselines", sa.Text))
    connection = op.get_bind()
    for run, baselines in connection.execute(
        sa.select(runs.c.id, runs.c.baselines).where(runs.c.baselines.is_not(None))
    ).all():
        lines = [
            {"kind": kind, **line}
            for line in json.loads(baselines)
            if (kind := _kind(line["label"])) is not None
        ]
        connection.execute(
            sa.update(runs).where(runs.c.id == run).values(baselines=json.dumps(lines))
        )


def _kind(label: str) -> str | None:
    """Of all the labels that versions 0.1.0 and 0.2.0 gave; None of any other."""
    if label.startswith("PCA, "):
        return "pca"
    kinds = {"mean image": "mean_image", "input as it is": "input", "perfect copy": "copy"}
    return kinds.get(label)
