"""Tables of what agents are told."""

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from barometer_collector.database import Int64


class NewsRow(SQLModel, table=True):
    """What IT did, as the people of a team or everybody are told."""

    __tablename__ = "news"

    id: str = Field(primary_key=True, max_length=64)
    at: int = Field(sa_type=Int64)  # milliseconds since 1970 UTC
    team: str = Field(max_length=64)  # its slug; empty: for everybody
    title: str = Field(sa_type=Text)  # JSON {language: text}
    text: str = Field(sa_type=Text)
    about: str = Field(sa_type=Text)  # what people had said; {} for nothing


class FleetPaceRow(SQLModel, table=True):
    """How often the fleet is told to send; one row, absent until the jobs looked for the first time."""

    __tablename__ = "fleet_pace"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})  # 1
    interval_seconds: int
    before_seconds: int
    changed_at: int = Field(sa_type=Int64)  # milliseconds since 1970 UTC
    spread_ms: int
    reason: str = Field(max_length=16)  # load, room, settings; empty: it was never changed


class IntakeLoad(SQLModel, table=True):
    """How full each process that takes in was in the last ``seconds`` before ``at``."""

    __tablename__ = "intake_load"

    process: str = Field(primary_key=True, max_length=16)
    at: int = Field(sa_type=Int64)  # milliseconds since 1970 UTC
    seconds: float
    share: float
    batches: int
    refused: int
