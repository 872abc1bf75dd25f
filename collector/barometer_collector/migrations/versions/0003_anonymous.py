"""Anonymous campaigns: their rounds and groups, what was answered, and, until they close, who has a token."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("campaign", sa.Column("anonymous", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "ballot_round",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("follow_ups", sa.Text(), nullable=False),
        sa.Column("comments", sa.Boolean(), nullable=False),
        sa.Column("closes_at", INT64, nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("keys_hash", sa.String(length=64), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("counted_at", INT64),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("campaign"),
    )
    op.create_table(
        "ballot_group",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("group_id", sa.String(length=64), nullable=False),
        sa.Column("team", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=66), nullable=False),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("laptops", sa.Integer(), nullable=False),
        sa.Column("issued", sa.Integer()),
        sa.Column("served", sa.Integer()),
        sa.Column("spent", sa.Integer()),
        sa.Column("answered", sa.Integer()),
        sa.PrimaryKeyConstraint("campaign", "group_id"),
    )
    op.create_index("ix_ballot_group_key_id", "ballot_group", ["key_id"])
    op.create_table(
        "ballot_spent",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("group_id", sa.String(length=64), nullable=False),
        sa.Column("heap", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "group_id", "heap", "nonce"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ballot",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("group_id", sa.String(length=64), nullable=False),
        sa.Column("heap", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "group_id", "heap", "id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "token_seat",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("device_id", INT64, autoincrement=False, nullable=False),
        sa.Column("group_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "device_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "token_issue",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("respondent", sa.String(length=32), nullable=False),
        sa.Column("device_id", INT64, nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "respondent"),
        sqlite_with_rowid=False,
    )
