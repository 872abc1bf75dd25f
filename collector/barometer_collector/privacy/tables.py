"""Tables of keeping: how large the database was, and how far deleting has come."""

from sqlmodel import Field, SQLModel

from barometer_collector.database import Int64


class DiskUse(SQLModel, table=True):
    """How large the database was, as it was measured last on each day; in bytes."""

    __tablename__ = "disk_use"

    day: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})  # days since 1970 UTC
    at: int = Field(sa_type=Int64)  # milliseconds since 1970 UTC
    used: int = Field(sa_type=Int64)  # without free pages
    raw: int = Field(sa_type=Int64)  # of that the raw samples
    reusable: int = Field(sa_type=Int64)  # free pages inside the file, which SQLite fills again


class KeepingState(SQLModel, table=True):
    """What the last run of retention did, by name: whole numbers that the next run and /metrics go by."""

    __tablename__ = "keeping_state"

    name: str = Field(primary_key=True, max_length=64)
    value: int = Field(sa_type=Int64)
