"""Tables of the roll-up: integers only, so that merging is adding and any order gives identical rows."""

from sqlalchemy import Column, Index, Integer, SmallInteger, String, Table, Text
from sqlmodel import Field, SQLModel

from barometer_collector.database import Int64
from barometer_shared.metrics import BUCKETS

# One row per device, local day, metric and subject. ``n`` measured values with ``total`` their sum and ``b0`` to
# ``b11`` their bucket counts (which add up to n); ``failed`` attempts without an answer beside them.
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
)

# Boots, sign-ins and crashes stay rows of their own. ``id`` is that of the sample.
EVENTS = Table(
    "event",
    SQLModel.metadata,
    Column("device_id", Int64, primary_key=True, autoincrement=False),
    Column("id", Int64, primary_key=True, autoincrement=False),
    Column("metric", SmallInteger, nullable=False),
    Column("subject", String(120), nullable=False),
    Column("at", Int64, nullable=False),
    Column("day", Integer, nullable=False),
    Column("value", Int64, nullable=False),
    Column("labels", Text, nullable=True),
)
Index("ix_event_metric", EVENTS.c.device_id, EVENTS.c.metric, EVENTS.c.at)


class Touched(SQLModel, table=True):
    """Devices with something new since they were scored last; roll-up and answers put them here.

    ``since_day`` is the earliest local day (days since 1970) of which something is new: scores change from there on.
    """

    __tablename__ = "touched"

    device_id: int = Field(primary_key=True, sa_type=Int64, sa_column_kwargs={"autoincrement": False})
    at: int = Field(sa_type=Int64)
    since_day: int
