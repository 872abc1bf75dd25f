"""How large the database was, and how far deleting has come."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "disk_use",
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", INT64, nullable=False),
        sa.Column("used", INT64, nullable=False),
        sa.Column("raw", INT64, nullable=False),
        sa.Column("reusable", INT64, nullable=False),
        sa.PrimaryKeyConstraint("day"),
    )
    op.create_table(
        "keeping_state",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", INT64, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
