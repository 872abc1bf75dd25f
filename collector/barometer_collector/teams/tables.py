"""Tables of the teams."""

from sqlmodel import Field, SQLModel

from barometer_collector.database import Int64


class Team(SQLModel, table=True):
    __tablename__ = "team"

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=64, unique=True)
    name: str = Field(max_length=120)
    created_at: int = Field(sa_type=Int64)  # milliseconds since 1970 UTC


class Membership(SQLModel, table=True):
    """Which team a device belongs to from a day on; the latest day not after the asked day holds."""

    __tablename__ = "membership"

    device_id: int = Field(primary_key=True, sa_type=Int64, sa_column_kwargs={"autoincrement": False})
    from_day: int = Field(primary_key=True)  # days since 1970, the device's local day
    team_id: int = Field(foreign_key="team.id", index=True)
