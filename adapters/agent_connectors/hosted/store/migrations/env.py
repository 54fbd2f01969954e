"""Alembic's entry: runs the migrations in the connection that `migrate` gives it."""

from alembic import context

from agent_connectors.hosted.store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
context.run_migrations()
