"""Alembic's entry: runs the revisions within the connection and the transaction of whoever called `migrate`."""

from __future__ import annotations

from alembic import context

from monitor.store.database.mail_tables import letters

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=letters.metadata,
    render_as_batch=True,  # SQLite alters a table by making it anew
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
