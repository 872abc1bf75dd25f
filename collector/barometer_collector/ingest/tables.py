"""Tables of the intake."""

from sqlalchemy import Column, Integer, Sequence, SmallInteger, String, Table, Text
from sqlmodel import Field, SQLModel

from barometer_collector.database import Int64

DIVIDED = -1  # ``accepted`` of a batch of which halves came instead


class BatchRow(SQLModel, table=True):
    """The ledger: a batch is in it exactly once, in the same transaction as its samples, and is never changed after it.

    A batch of which halves came instead is in it too, with DIVIDED items: should it arrive after them, it is not taken
    in. A batch's samples are the rows ``first_sample`` to ``last_sample`` (both included; ``first_sample >
    last_sample``: none). ``accepted`` and ``quarantined`` count its items (samples, answers, gaps): a repeated batch is
    told the same. ``arrived`` is the day (since 1970, UTC) of ``received_at``, and that of its samples.
    """

    __tablename__ = "batch"
    __table_args__ = {"sqlite_with_rowid": False, "postgresql_partition_by": "RANGE (month)"}

    device_id: int = Field(primary_key=True, sa_type=Int64, sa_column_kwargs={"autoincrement": False})
    month: str = Field(primary_key=True, max_length=7)
    batch_id: str = Field(primary_key=True, max_length=32)
    received_at: int = Field(sa_type=Int64)
    arrived: int
    sealed_at: int = Field(sa_type=Int64)
    skew_ms: int = Field(default=0, sa_type=Int64)
    first_sample: int = Field(sa_type=Int64)
    last_sample: int = Field(sa_type=Int64)
    accepted: int = 0
    quarantined: int = 0


# Batches that the roll-up has not counted: a row enters with its batch and goes in the transaction that counts it, so
# that this table stays small and the ledger is written once. Numbers of samples come first in the key, as they come in
# order of arrival: every row is added at the end of one tree, whichever device it is of.
OPEN_BATCHES = Table(
    "open_batch",
    SQLModel.metadata,
    Column("first_sample", Int64, primary_key=True, autoincrement=False),
    Column("device_id", Int64, primary_key=True, autoincrement=False),
    Column("last_sample", Int64, nullable=False),
    Column("received_at", Int64, nullable=False),
    Column("arrived", Integer, nullable=False),
    Column("roll_id", Int64, nullable=True),  # filled only within the transaction that counts it
    sqlite_with_rowid=False,
)

# Raw samples lie in arrival order: clustered by device they cost five times as much to insert. On SQLite ``id`` is the
# row number, so that there is one tree, added to at its end; on PostgreSQL there is a partition for each day of
# arrival, each with an index on ``id``. ``day`` is the device's local day and ``bucket`` the catalogue's, both set at
# intake.
SAMPLES = Table(
    "sample",
    SQLModel.metadata,
    Column("device_id", Int64, nullable=False),
    Column("id", Int64, primary_key=True, autoincrement=False),
    Column("metric", SmallInteger, nullable=False),  # Metric.code
    Column("subject", String(120), nullable=False),
    Column("at", Int64, nullable=False),  # milliseconds since 1970 UTC, the device's skew taken out
    Column("day", Integer, nullable=False),  # days since 1970
    Column("value", Int64, nullable=False),
    Column("failed", SmallInteger, nullable=False),  # 0 or 1
    Column("bucket", SmallInteger, nullable=False),  # 0 to 11; -1 when failed
    Column("labels", Text, nullable=True),  # JSON object
    Column("arrived", Integer, nullable=False),  # as of its batch
    postgresql_partition_by="RANGE (arrived)",
)


# Numbers of samples are handed out in blocks and never used again, even when every sample has been deleted: events
# keep them. SQLite has one writer and counts here; PostgreSQL has many, which must not wait for each other's commits.
SAMPLE_NUMBER = Table("sample_number", SQLModel.metadata, Column("last", Int64, primary_key=True, autoincrement=False))
SAMPLE_BLOCK = 1 << 18  # more than one commit group can hold
SAMPLE_SEQUENCE = Sequence("sample_block", start=1, increment=SAMPLE_BLOCK, metadata=SQLModel.metadata)


class Quarantined(SQLModel, table=True):
    """An item that could not be taken in, raw, with what was wrong; read again after an upgrade."""

    __tablename__ = "quarantined"

    device_id: int = Field(primary_key=True, sa_type=Int64, sa_column_kwargs={"autoincrement": False})
    batch_id: str = Field(primary_key=True, max_length=32)
    item: str = Field(primary_key=True, max_length=24)  # "samples.3", "answers.0"
    month: str = Field(max_length=7)
    received_at: int = Field(sa_type=Int64)
    field: str = Field(max_length=120)
    rule: str = Field(max_length=300)
    raw: str = Field(sa_type=Text)
    context: str = Field(sa_type=Text)  # JSON: what of the envelope is needed to read it again (offset, skew)
    reader: str = Field(max_length=64)  # the collector version that last tried


class Dropped(SQLModel, table=True):
    """How many samples of a metric will never arrive, as the device said: see ``Batch.dropped``."""

    __tablename__ = "dropped"

    device_id: int = Field(primary_key=True, sa_type=Int64, sa_column_kwargs={"autoincrement": False})
    metric: str = Field(primary_key=True, max_length=64)
    samples: int = Field(sa_type=Int64)
