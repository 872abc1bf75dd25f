"""Tables of the scores: what was computed, under which model, so that a trend is read and not recomputed."""

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from barometer_collector.database import Int64


class DeviceScore(SQLModel, table=True):
    """``document`` is the whole explained score as JSON (views.DeviceScores); the numbers beside it are for lists."""

    __tablename__ = "device_score"
    __table_args__ = {"sqlite_with_rowid": False, "postgresql_partition_by": "RANGE (day)"}

    device_id: int = Field(primary_key=True, sa_type=Int64, sa_column_kwargs={"autoincrement": False})
    day: int = Field(primary_key=True)  # days since 1970
    experience: float | None = None
    t: float | None = None
    x: float | None = None
    o: float | None = None
    document: str = Field(sa_type=Text)
    model: str = Field(max_length=64)
    computed_at: int = Field(sa_type=Int64)


class GroupScore(SQLModel, table=True):
    """The same of a team or the fleet; ``group_key`` is "fleet" or "team:SLUG"."""

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


class StaleTeam(SQLModel, table=True):
    """Teams whose score of a day is older than those of their devices. Written with these and removed with the team's
    own, so that no crash in between leaves a team as it was. ``team`` is its slug; "" for devices without one."""

    __tablename__ = "stale_team"

    team: str = Field(primary_key=True, max_length=64)
    day: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
