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
