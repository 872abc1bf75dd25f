"""Schema changes, one after the other (Alembic)."""
