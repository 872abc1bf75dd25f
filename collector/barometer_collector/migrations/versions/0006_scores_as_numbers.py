"""Scores of devices as numbers: documents go, what a device adds to its group comes, and the sums of the groups."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.drop_column("device_score", "document")
    op.add_column("device_score", sa.Column("team_id", sa.Integer()))
    op.add_column("device_score", sa.Column("sums", sa.LargeBinary()))
    op.create_table(
        "group_sum",
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("team_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sums", sa.LargeBinary(), nullable=False),
        sa.Column("changes", INT64, nullable=False),
        sa.Column("told", INT64, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("day", "team_id"),
    )
    op.create_table(
        "scored_day",
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", INT64, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("passed", INT64),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day"),
    )
    # Of days that were told there are no sums: what comes late changes their devices, and their groups stay as told.
    op.execute(
        """
        INSERT INTO scored_day (day, mark, is_done, is_told)
        SELECT DISTINCT day, 0, TRUE, TRUE FROM group_score
        """
    )
    op.drop_table("stale_team")
