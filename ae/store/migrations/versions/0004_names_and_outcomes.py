"""What a user calls a run, which runs stay on top, and what there is to remark on a run's end."""

import json

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
    _remark_on_ended_runs()


def _remark_on_ended_runs() -> None:
    """Until now all that ended with weights read "finished", whatever they had learned."""
    columns = ("id", "state", "step", "settings", "metrics", "baselines", "outcome")
    runs = sa.table("runs", *(sa.column(name) for name in columns))
    connection = op.get_bind()
    query = sa.select(runs).where(
        runs.c.state.in_(("finished", "stopped")),
        runs.c.step >= 200,  # before it a run that goes well may be no better than the mean image
        runs.c.metrics.is_not(None),
        runs.c.baselines.is_not(None),
    )
    for run in connection.execute(query).all():
        outcome = _outcome(
            json.loads(run.settings), json.loads(run.metrics), json.loads(run.baselines)
        )
        if outcome:
            connection.execute(sa.update(runs).where(runs.c.id == run.id).values(outcome=outcome))


def _outcome(settings: dict, metrics: dict, lines: list[dict]) -> str | None:
    """By how far a run's error is above the mean image's, in the unit of its loss."""
    is_variational = settings.get("code") == "variational"
    error = metrics.get("reconstruction" if is_variational else settings.get("loss", "mse"))
    mean = next((x["value"] for x in lines if x.get("kind") == "mean_image"), None)
    if error is None or not mean or error <= 1.5 * mean:
        return None
    return "learned_nothing" if error < 1000 * mean else "blew_up"
