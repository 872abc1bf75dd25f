"""Which confidential words are read together, for ever."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("answer", sa.Column("bundle", sa.Integer()))
    op.create_table(
        "words_bundle",
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("last_day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("simulated", "last_day"),
    )
