"""Alembic's entry: run the migrations on the connection that `ae.store.engine` hands over."""

from alembic import context

from ae.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
