"""How a year of a large fleet lies: partitions on PostgreSQL, one tree a table on SQLite, open batches apart.

On PostgreSQL the rows land in the DEFAULT partitions; ``partitions.ensure``, which follows every upgrade, moves them.
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DAY_MS = 86_400_000
_COUNTS = ", ".join(["n", "failed", "total", *(f"b{bucket}" for bucket in range(12))])


def upgrade() -> None:
    """Each table is made anew, filled from the old one and takes its place."""
    _replace("device_day", _device_day, _FILL_DAYS)
    _replace("event", _event, _FILL_EVENTS)
    _replace("device_score", _device_score, _FILL_SCORES)
    _replace("sample", _sample, _FILL_SAMPLES)
    _open_batch()
    _replace("batch", _batch, _FILL_BATCHES)
    _packed_day()


def _replace(table: str, create: Callable[[str], None], fill: tuple[str, ...]) -> None:
    create(f"new_{table}")
    for statement in fill:
        op.execute(statement)
    op.drop_table(table)
    op.rename_table(f"new_{table}", table)
    if _is_sqlite():
        return
    op.execute(f"ALTER TABLE new_{table}_default RENAME TO {table}_default")
    if table == "sample":
        op.create_index("ix_sample_id", "sample", ["id"])
    else:
        op.execute(f"ALTER INDEX new_{table}_pkey RENAME TO {table}_pkey")
        op.execute(f"ALTER INDEX new_{table}_default_pkey RENAME TO {table}_default_pkey")


def _create(table: str, key: str, *columns: sa.schema.SchemaItem, with_rowid: bool = False) -> None:
    partition_by = f"RANGE ({key})"
    if _is_sqlite():
        columns = _key_first(columns)
    op.create_table(table, *columns, sqlite_with_rowid=with_rowid, postgresql_partition_by=partition_by)
    if not _is_sqlite():
        op.execute(f"CREATE TABLE {table}_default PARTITION OF {table} DEFAULT")


def _key_first(columns: tuple[sa.schema.SchemaItem, ...]) -> tuple[sa.schema.SchemaItem, ...]:
    """SQLite's own check (of 3.40) takes other columns for empty where the key of a clustered table comes later."""
    (key,) = (list(each._pending_colargs) for each in columns if isinstance(each, sa.PrimaryKeyConstraint))
    named = {str(each.name): each for each in columns if isinstance(each, sa.Column)}
    return (*(named.pop(str(name)) for name in key), *named.values(), columns[-1])


def _device_day(table: str) -> None:
    _create(
        table,
        "day",
        sa.Column("device_id", INT64, autoincrement=False, nullable=False),
        sa.Column("n", INT64, nullable=False),
        sa.Column("failed", INT64, nullable=False),
        sa.Column("total", INT64, nullable=False),
        *(sa.Column(f"b{bucket}", INT64, nullable=False) for bucket in range(12)),
        sa.Column("lowest", INT64),
        sa.Column("highest", INT64),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("metric", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "day", "metric", "subject"),
    )


# Every sample that was ever counted is still there, so that the extremes of the days can be found.
_FILL_DAYS = (
    f"""
    INSERT INTO new_device_day (device_id, day, metric, subject, {_COUNTS}, lowest, highest)
    SELECT d.device_id, d.day, d.metric, d.subject, {_COUNTS}, e.lowest, e.highest
    FROM device_day AS d LEFT JOIN (
        SELECT s.device_id, s.day, s.metric, s.subject, MIN(s.value) AS lowest, MAX(s.value) AS highest
        FROM batch AS b CROSS JOIN sample AS s
        WHERE b.roll_id IS NOT NULL AND s.device_id = b.device_id AND s.id >= b.first_sample AND s.id <= b.last_sample
          AND s.failed = 0
        GROUP BY s.device_id, s.day, s.metric, s.subject
    ) AS e ON e.device_id = d.device_id AND e.day = d.day AND e.metric = d.metric AND e.subject = d.subject
    """,  # noqa: S608 - names of ours
)


def _event(table: str) -> None:
    _create(
        table,
        "day",
        sa.Column("device_id", INT64, autoincrement=False, nullable=False),
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("at", INT64, nullable=False),
        sa.Column("value", INT64, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("metric", sa.SmallInteger(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("labels", sa.Text()),
        sa.PrimaryKeyConstraint("device_id", "day", "id"),
    )


_FILL_EVENTS = (
    """
    INSERT INTO new_event (device_id, day, id, metric, subject, at, value, labels)
    SELECT device_id, day, id, metric, subject, at, value, labels FROM event
    """,
)


def _device_score(table: str) -> None:
    _create(
        table,
        "day",
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


_FILL_SCORES = (
    """
    INSERT INTO new_device_score (device_id, day, experience, t, x, o, document, model, computed_at)
    SELECT device_id, day, experience, t, x, o, document, model, computed_at FROM device_score
    """,
)


def _sample(table: str) -> None:
    """The wide columns first: PostgreSQL leaves no gaps between them then. On SQLite ``id`` is the row number."""
    key = [sa.PrimaryKeyConstraint("id")] if _is_sqlite() else []
    _create(
        table,
        "arrived",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("device_id", INT64, nullable=False),
        sa.Column("at", INT64, nullable=False),
        sa.Column("value", INT64, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("arrived", sa.Integer(), nullable=False),
        sa.Column("metric", sa.SmallInteger(), nullable=False),
        sa.Column("failed", sa.SmallInteger(), nullable=False),
        sa.Column("bucket", sa.SmallInteger(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("labels", sa.Text()),
        *key,
        with_rowid=True,
    )


_FILL_SAMPLES = (
    f"""
    INSERT INTO new_sample (device_id, id, metric, subject, at, day, value, failed, bucket, labels, arrived)
    SELECT s.device_id, s.id, s.metric, s.subject, s.at, s.day, s.value, s.failed, s.bucket, s.labels,
           b.received_at / {DAY_MS}
    FROM batch AS b CROSS JOIN sample AS s
    WHERE s.device_id = b.device_id AND s.id >= b.first_sample AND s.id <= b.last_sample
    ORDER BY s.id
    """,  # noqa: S608 - a number of ours
)


def _open_batch() -> None:
    """Batches without samples had no number that was theirs alone: they get one below all others."""
    op.create_table(
        "open_batch",
        sa.Column("first_sample", INT64, autoincrement=False, nullable=False),
        sa.Column("device_id", INT64, autoincrement=False, nullable=False),
        sa.Column("last_sample", INT64, nullable=False),
        sa.Column("received_at", INT64, nullable=False),
        sa.Column("roll_id", INT64),
        sa.Column("arrived", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("first_sample", "device_id"),
        sqlite_with_rowid=False,
    )
    columns = "INSERT INTO open_batch (first_sample, last_sample, device_id, received_at, arrived)"
    op.execute(
        f"""
        {columns} SELECT first_sample, last_sample, device_id, received_at, received_at / {DAY_MS}
        FROM batch WHERE roll_id IS NULL AND first_sample <= last_sample
        """  # noqa: S608 - names of ours
    )
    op.execute(
        f"""
        {columns} SELECT -number, -number - 1, device_id, received_at, received_at / {DAY_MS}
        FROM (SELECT device_id, received_at, ROW_NUMBER() OVER (ORDER BY device_id, month, batch_id) AS number
              FROM batch WHERE roll_id IS NULL AND first_sample > last_sample) AS empty
        """  # noqa: S608 - names of ours
    )


def _batch(table: str) -> None:
    _create(
        table,
        "month",
        sa.Column("device_id", INT64, autoincrement=False, nullable=False),
        sa.Column("received_at", INT64, nullable=False),
        sa.Column("sealed_at", INT64, nullable=False),
        sa.Column("skew_ms", INT64, nullable=False),
        sa.Column("first_sample", INT64, nullable=False),
        sa.Column("last_sample", INT64, nullable=False),
        sa.Column("arrived", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("quarantined", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("batch_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "month", "batch_id"),
    )


_FILL_BATCHES = (
    f"""
    INSERT INTO new_batch (device_id, month, batch_id, received_at, arrived, sealed_at, skew_ms, first_sample,
                           last_sample, accepted, quarantined)
    SELECT device_id, month, batch_id, received_at, received_at / {DAY_MS}, sealed_at, skew_ms, first_sample,
           last_sample, accepted, quarantined
    FROM batch
    """,  # noqa: S608 - a number of ours
)


def _packed_day() -> None:
    _create(
        "packed_day",
        "day",
        sa.Column("device_id", INT64, autoincrement=False, nullable=False),
        sa.Column("keys", INT64, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "day"),
        with_rowid=True,
    )
    op.create_table(
        "day_key",
        sa.Column("id", INT64, autoincrement=False, nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
