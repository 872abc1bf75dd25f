"""Tables of the tokens' issue. They say nothing of what a token will be, and are emptied when a round is closed."""

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from barometer_collector.database import Int64


class Seat(SQLModel, table=True):
    """A laptop of a round, and the group it stays in whatever its team becomes."""

    __tablename__ = "token_seat"
    __table_args__ = {"sqlite_with_rowid": False}

    campaign: str = Field(primary_key=True, max_length=64)
    device_id: int = Field(primary_key=True, sa_type=Int64, sa_column_kwargs={"autoincrement": False})
    group_id: str = Field(max_length=64)


class Issue(SQLModel, table=True):
    """A person's one token of a round, as it was asked for and replied to; without a time. ``respondent`` is the keyed
    pseudonym."""

    __tablename__ = "token_issue"
    __table_args__ = {"sqlite_with_rowid": False}

    campaign: str = Field(primary_key=True, max_length=64)
    respondent: str = Field(primary_key=True, max_length=32)
    device_id: int = Field(sa_type=Int64)
    request: str = Field(sa_type=Text)
    reply: str = Field(sa_type=Text)
