"""What Alembic runs: the steps, on the connection that `store.migrate` opened and locked."""

from alembic import context

from store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
