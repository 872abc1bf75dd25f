"""How often the fleet sends, and how full the processes are that take in."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "fleet_pace",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("interval_seconds", sa.Integer(), nullable=False),
        sa.Column("before_seconds", sa.Integer(), nullable=False),
        sa.Column("changed_at", INT64, nullable=False),
        sa.Column("spread_ms", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "intake_load",
        sa.Column("process", sa.String(length=16), nullable=False),
        sa.Column("at", INT64, nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("batches", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("process"),
    )
