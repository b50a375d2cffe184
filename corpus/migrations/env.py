"""Alembic's entry: the same migrations for SQLite and PostgreSQL."""

from alembic import context

from corpus import tables
from corpus.database import Base

assert tables  # importing it registers every table

engine = context.config.attributes["engine"]
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()
