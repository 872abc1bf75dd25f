"""The first schema. Times are integer milliseconds since 1970 UTC, days integers since 1970."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import CreateSequence

revision = "0001"
down_revision = None

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SAMPLE_BLOCK = 1 << 18


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("created_at", INT64, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "answer",
        sa.Column("device_id", INT64, autoincrement=False, nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("respondent", sa.String(length=32), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("value", sa.Integer()),
        sa.Column("option", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("sharing", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("at", INT64, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("received_at", INT64, nullable=False),
        sa.PrimaryKeyConstraint("device_id", "answer_id"),
    )
    op.create_index("ix_answer_campaign", "answer", ["campaign"])
    op.create_table(
        "api_token",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("created_at", INT64, nullable=False),
        sa.Column("expires_at", INT64),
        sa.Column("revoked_at", INT64),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_table(
        "batch",
        sa.Column("device_id", INT64, autoincrement=False, nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("batch_id", sa.String(length=32), nullable=False),
        sa.Column("received_at", INT64, nullable=False),
        sa.Column("sealed_at", INT64, nullable=False),
        sa.Column("skew_ms", INT64, nullable=False),
        sa.Column("first_sample", INT64, nullable=False),
        sa.Column("last_sample", INT64, nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("quarantined", sa.Integer(), nullable=False),
        sa.Column("roll_id", INT64),
        sa.PrimaryKeyConstraint("device_id", "month", "batch_id"),
    )
    op.create_index(
        "ix_batch_open",
        "batch",
        ["device_id", "month", "batch_id"],
        sqlite_where=sa.text("roll_id IS NULL"),
        postgresql_where=sa.text("roll_id IS NULL"),
    )
    op.create_index("ix_batch_roll", "batch", ["roll_id"])
    op.create_table(
        "campaign",
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asker", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("starts_at", INT64, nullable=False),
        sa.Column("ends_at", INT64),
        sa.PrimaryKeyConstraint("slug"),
    )
    op.create_table(
        "device",
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
        sa.UniqueConstraint("hardware_hash"),
    )
    op.create_index("ix_device_name", "device", ["name"])
    op.create_table(
        "device_day",
        sa.Column("device_id", INT64, autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("metric", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("n", INT64, nullable=False),
        sa.Column("failed", INT64, nullable=False),
        sa.Column("total", INT64, nullable=False),
        sa.Column("b0", INT64, nullable=False),
        sa.Column("b1", INT64, nullable=False),
        sa.Column("b2", INT64, nullable=False),
        sa.Column("b3", INT64, nullable=False),
        sa.Column("b4", INT64, nullable=False),
        sa.Column("b5", INT64, nullable=False),
        sa.Column("b6", INT64, nullable=False),
        sa.Column("b7", INT64, nullable=False),
        sa.Column("b8", INT64, nullable=False),
        sa.Column("b9", INT64, nullable=False),
        sa.Column("b10", INT64, nullable=False),
        sa.Column("b11", INT64, nullable=False),
        sa.PrimaryKeyConstraint("device_id", "day", "metric", "subject"),
    )
    op.create_table(
        "device_gap",
        sa.Column("device_id", INT64, autoincrement=False, nullable=False),
        sa.Column("metric", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("said_at", INT64, nullable=False),
        sa.PrimaryKeyConstraint("device_id", "metric"),
    )
    op.create_table(
        "device_score",
        sa.Column("device_id", INT64, autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("experience", sa.Float()),
        sa.Column("t", sa.Float()),
        sa.Column("x", sa.Float()),
        sa.Column("o", sa.Float()),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("model", sa.String(length=64), nullable=False),
        sa.Column("computed_at", INT64, nullable=False),
        sa.PrimaryKeyConstraint("device_id", "day"),
    )
    op.create_table(
        "dropped",
        sa.Column("device_id", INT64, autoincrement=False, nullable=False),
        sa.Column("metric", sa.String(length=64), nullable=False),
        sa.Column("samples", INT64, nullable=False),
        sa.PrimaryKeyConstraint("device_id", "metric"),
    )
    op.create_table(
        "event",
        sa.Column("device_id", INT64, autoincrement=False, nullable=False),
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("metric", sa.SmallInteger(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("at", INT64, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("value", INT64, nullable=False),
        sa.Column("labels", sa.Text()),
        sa.PrimaryKeyConstraint("device_id", "id"),
    )
    op.create_index("ix_event_metric", "event", ["device_id", "metric", "at"])
    op.create_table(
        "group_score",
        sa.Column("group_key", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("experience", sa.Float()),
        sa.Column("t", sa.Float()),
        sa.Column("x", sa.Float()),
        sa.Column("o", sa.Float()),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("model", sa.String(length=64), nullable=False),
        sa.Column("computed_at", INT64, nullable=False),
        sa.PrimaryKeyConstraint("group_key", "day"),
    )
    op.create_table(
        "publication",
        sa.Column("group_key", sa.String(length=80), nullable=False),
        sa.Column("published_at", INT64, nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("low", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=False),
        sa.Column("respondents", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("group_key", "published_at"),
    )
    op.create_table(
        "quarantined",
        sa.Column("device_id", INT64, autoincrement=False, nullable=False),
        sa.Column("batch_id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=24), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("received_at", INT64, nullable=False),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("rule", sa.String(length=300), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("reader", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "batch_id", "item"),
    )
    op.create_table(
        "sample",
        sa.Column("device_id", INT64, nullable=False),
        sa.Column("id", INT64, nullable=False),
        sa.Column("metric", sa.SmallInteger(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("at", INT64, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("value", INT64, nullable=False),
        sa.Column("failed", sa.SmallInteger(), nullable=False),
        sa.Column("bucket", sa.SmallInteger(), nullable=False),
        sa.Column("labels", sa.Text()),
    )
    op.create_index("ix_sample_id", "sample", ["id"])
    op.create_table(
        "sample_number", sa.Column("last", INT64, autoincrement=False, nullable=False), sa.PrimaryKeyConstraint("last")
    )
    op.create_table(
        "stale_team",
        sa.Column("team", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("team", "day"),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("created_at", INT64, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    op.create_table(
        "touched",
        sa.Column("device_id", INT64, autoincrement=False, nullable=False),
        sa.Column("at", INT64, nullable=False),
        sa.Column("since_day", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("device_id"),
    )
    op.create_table(
        "enrolment_token",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("created_at", INT64, nullable=False),
        sa.Column("expires_at", INT64),
        sa.Column("uses_left", sa.Integer()),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("revoked_at", INT64),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_table(
        "membership",
        sa.Column("device_id", INT64, autoincrement=False, nullable=False),
        sa.Column("from_day", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
        ),
        sa.PrimaryKeyConstraint("device_id", "from_day"),
    )
    op.create_index("ix_membership_team_id", "membership", ["team_id"])
    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("created_at", INT64, nullable=False),
        sa.Column("expires_at", INT64, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index("ix_sign_in_account_id", "sign_in", ["account_id"])
    op.execute("INSERT INTO sample_number (last) VALUES (0)")
    if op.get_bind().dialect.name != "sqlite":
        op.execute(CreateSequence(sa.Sequence("sample_block", start=1, increment=SAMPLE_BLOCK)))
