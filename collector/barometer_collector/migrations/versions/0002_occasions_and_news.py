"""What a question brings with it (follow-ups, contact, whom it is for), what it was asked about, and what IT did."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for column in (
        sa.Column("follow_ups", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("comments", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("contact", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("spread_days", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("onboarding", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("audience", sa.Text(), nullable=False, server_default="{}"),
    ):
        op.add_column("campaign", column)
    for column in (
        sa.Column("topic", sa.String(length=64), nullable=False, server_default=sa.text("''")),
        sa.Column("contact", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("mood", sa.SmallInteger()),
    ):
        op.add_column("answer", column)
    says = sa.text("text <> '' OR comment <> '' OR contact")
    op.create_index("ix_answer_said", "answer", ["received_at"], sqlite_where=says, postgresql_where=says)
    op.create_table(
        "occasion",
        sa.Column("device_id", INT64, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("at", INT64, nullable=False),
        sa.PrimaryKeyConstraint("device_id"),
    )
    op.create_table(
        "news",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("at", INT64, nullable=False),
        sa.Column("team", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
