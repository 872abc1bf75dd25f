"""Tables of the scores: what was computed, under which model, so that a trend is read and not recomputed."""

from sqlalchemy import LargeBinary, Text
from sqlmodel import Field, SQLModel

from barometer_collector.database import Int64


class DeviceScore(SQLModel, table=True):
    """The scores of a device on a day, as numbers; why they are what they are is computed when somebody asks.

    ``sums`` is what the device adds to those of its group (see ``rules.record``); ``team_id`` is the group that it was
    added to: 0 for the devices without a team, empty for one that counts in no group.
    """

    __tablename__ = "device_score"
    __table_args__ = {"sqlite_with_rowid": False, "postgresql_partition_by": "RANGE (day)"}

    device_id: int = Field(primary_key=True, sa_type=Int64, sa_column_kwargs={"autoincrement": False})
    day: int = Field(primary_key=True)  # days since 1970
    experience: float | None = None
    t: float | None = None
    x: float | None = None
    o: float | None = None
    model: str = Field(max_length=64)
    computed_at: int = Field(sa_type=Int64)
    team_id: int | None = None
    sums: bytes | None = Field(default=None, sa_type=LargeBinary)


class GroupScore(SQLModel, table=True):
    """What is told of a team or the fleet on a day: ``document`` is JSON; ``group_key`` is "fleet" or "team:SLUG"."""

    __tablename__ = "group_score"

    group_key: str = Field(primary_key=True, max_length=80)
    day: int = Field(primary_key=True)
    experience: float | None = None
    t: float | None = None
    x: float | None = None
    o: float | None = None
    document: str = Field(sa_type=Text)
    model: str = Field(max_length=64)
    computed_at: int = Field(sa_type=Int64)


class GroupSum(SQLModel, table=True):
    """The sums over the devices of a team (0: those without one) on a day: always exactly those that ``device_score``
    holds, as both are written together. What is told of the team is older than they are unless ``told`` is ``changes``.
    """

    __tablename__ = "group_sum"

    day: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    team_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sums: bytes = Field(sa_type=LargeBinary)
    changes: int = Field(sa_type=Int64)
    told: int = Field(default=0, sa_type=Int64, sa_column_kwargs={"server_default": "0"})


class ScoredDay(SQLModel, table=True):
    """How far the scoring of a whole day came: all devices, by their number, up to and with ``passed``.

    ``mark`` tells under which model its sums are (see ``rules.tally``), ``round`` how often they were begun anew: what
    devices added before counts no more. ``is_told`` when every group was told once after ``is_done``.
    """

    __tablename__ = "scored_day"

    day: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    mark: int = Field(sa_type=Int64)
    round: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    passed: int | None = Field(default=None, sa_type=Int64)
    is_done: bool
    is_told: bool
