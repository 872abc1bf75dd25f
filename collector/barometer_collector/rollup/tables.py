"""Tables of the roll-up: integers only, so that merging is adding and any order gives identical rows."""

from sqlalchemy import Column, Integer, LargeBinary, SmallInteger, String, Table, Text
from sqlmodel import Field, SQLModel

from barometer_collector.database import Int64
from barometer_shared.metrics import BUCKETS

# One row per device, local day, metric and subject. ``n`` measured values with ``total`` their sum, ``lowest`` and
# ``highest`` (empty without a value) and ``b0`` to ``b11`` their bucket counts (which add up to n); ``failed`` attempts
# without an answer beside them. Only days of which something still comes: those that are over are packed, and what
# comes of them later is here until it is packed too. Read them through ``rollup``, which adds up both.
DEVICE_DAYS = Table(
    "device_day",
    SQLModel.metadata,
    Column("device_id", Int64, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("metric", SmallInteger, primary_key=True, autoincrement=False),
    Column("subject", String(120), primary_key=True),
    Column("n", Int64, nullable=False),
    Column("failed", Int64, nullable=False),
    Column("total", Int64, nullable=False),
    *(Column(f"b{bucket}", Int64, nullable=False) for bucket in range(BUCKETS)),
    Column("lowest", Int64, nullable=True),
    Column("highest", Int64, nullable=True),
    sqlite_with_rowid=False,
    postgresql_partition_by="RANGE (day)",
)

# A device's day in one row: ``keys`` names the list of metrics and subjects in ``day_key``, ``counts`` holds their
# numbers (see ``packing``). On SQLite with a row number, as a row may be larger than a tree's inner pages hold.
PACKED_DAYS = Table(
    "packed_day",
    SQLModel.metadata,
    Column("device_id", Int64, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("keys", Int64, nullable=False),
    Column("counts", LargeBinary, nullable=False),
    postgresql_partition_by="RANGE (day)",
)

# Lists of metrics and subjects, the same for every laptop of which the same was measured. ``id`` is made of ``keys``.
DAY_KEYS = Table(
    "day_key",
    SQLModel.metadata,
    Column("id", Int64, primary_key=True, autoincrement=False),
    Column("keys", LargeBinary, nullable=False),
)

# Boots, sign-ins and crashes stay rows of their own, by local day. ``id`` is that of the sample.
EVENTS = Table(
    "event",
    SQLModel.metadata,
    Column("device_id", Int64, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("id", Int64, primary_key=True, autoincrement=False),
    Column("metric", SmallInteger, nullable=False),
    Column("subject", String(120), nullable=False),
    Column("at", Int64, nullable=False),
    Column("value", Int64, nullable=False),
    Column("labels", Text, nullable=True),
    sqlite_with_rowid=False,
    postgresql_partition_by="RANGE (day)",
)


TOUCH_BITS = 20


class Touched(SQLModel, table=True):
    """Devices with something new since they were scored last; roll-up and answers put them here.

    ``since_day`` is the earliest local day (days since 1970) of which something is new: scores change from there on.
    ``at`` is when, in milliseconds since 1970 UTC, followed by TOUCH_BITS random bits: no two touches are the same, so
    that whoever scored a device takes off the list what was there before, and not what came meanwhile.
    """

    __tablename__ = "touched"

    device_id: int = Field(primary_key=True, sa_type=Int64, sa_column_kwargs={"autoincrement": False})
    at: int = Field(sa_type=Int64)
    since_day: int
