"""A laptop's number keeps its hardware from being two: its hash is looked up by an index, and need not be unique.

In a cluster nothing can be unique but together with the number.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_anew()
    else:
        op.execute("ALTER TABLE device DROP CONSTRAINT IF EXISTS device_hardware_hash_key")
    op.create_index("ix_device_hardware_hash", "device", ["hardware_hash"])


def _make_anew() -> None:
    """SQLite cannot take a constraint from a table."""
    op.create_table(
        "new_device",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("os", sa.String(length=120), nullable=False),
        sa.Column("agent_version", sa.String(length=64), nullable=False),
        sa.Column("hardware_hash", sa.String(length=64), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("question_types", sa.String(length=200), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("enrolled_at", INT64, nullable=False),
        sa.Column("last_seen_at", INT64),
        sa.Column("revoked_at", INT64),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(
        """
        INSERT INTO new_device (id, name, platform, os, agent_version, hardware_hash, secret_hash, question_types,
                                simulated, enrolled_at, last_seen_at, revoked_at)
        SELECT id, name, platform, os, agent_version, hardware_hash, secret_hash, question_types, simulated,
               enrolled_at, last_seen_at, revoked_at
        FROM device
        """
    )
    op.drop_table("device")
    op.rename_table("new_device", "device")
    op.create_index("ix_device_name", "device", ["name"])
