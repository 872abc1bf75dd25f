"""Alembic's entry: runs the versions on the connection that ``upgrade`` gives it."""

from alembic import context

from barometer_collector.migrations.schema import all_tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=all_tables(),
    render_as_batch=context.config.attributes["connection"].dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
