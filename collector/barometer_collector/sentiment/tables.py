"""Tables of the X-data."""

from typing import Any

from sqlalchemy import Index, SmallInteger, Text, false, true
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from barometer_collector.database import Int64


class Campaign(SQLModel, table=True):
    """What is asked. A campaign that comes again and again has a row for each round."""

    __tablename__ = "campaign"

    slug: str = Field(primary_key=True, max_length=64)
    kind: str = Field(max_length=16)  # pulse: the one source of team X; anything else is reported by itself
    question: str = Field(sa_type=Text)  # JSON of a shared Question
    asker: str = Field(sa_type=Text)  # JSON {language: text}
    why: str = Field(sa_type=Text)
    starts_at: int = Field(sa_type=Int64)
    ends_at: int | None = Field(default=None, sa_type=Int64)
    follow_ups: str = Field(default="[]", sa_type=Text, sa_column_kwargs={"server_default": "[]"})  # JSON of FollowUps
    comments: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    contact: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    spread_days: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    onboarding: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    anonymous: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    audience: str = Field(default="{}", sa_type=Text, sa_column_kwargs={"server_default": "{}"})  # JSON of an Audience


class AnswerRow(SQLModel, table=True):
    """``respondent`` is the keyed pseudonym; the account name is never stored."""

    __tablename__ = "answer"

    device_id: int = Field(primary_key=True, sa_type=Int64, sa_column_kwargs={"autoincrement": False})
    answer_id: str = Field(primary_key=True, max_length=32)
    campaign: str = Field(max_length=64, index=True)
    respondent: str = Field(max_length=32)
    type: str = Field(max_length=16)
    value: int | None = None  # on the question's own scale
    option: str = Field(default="", max_length=64)
    text: str = Field(default="", sa_type=Text)
    comment: str = Field(default="", sa_type=Text)
    sharing: str = Field(max_length=16)
    language: str = Field(default="en", max_length=16)
    at: int = Field(sa_type=Int64)
    day: int  # the device's local day, days since 1970
    received_at: int = Field(sa_type=Int64)
    topic: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": sql("''")})  # of a follow-up
    contact: bool = Field(default=False, sa_column_kwargs={"server_default": false()})  # "IT may contact me about this"
    mood: int | None = Field(default=None, sa_type=SmallInteger)  # the face, 1 to 5, that came with words
    bundle: int | None = None  # that confidential words are in for ever: its last_day


_SAYS = sql("text <> '' OR comment <> '' OR contact")
_ANSWERS: Any = AnswerRow
Index("ix_answer_said", _ANSWERS.received_at, sqlite_where=_SAYS, postgresql_where=_SAYS)  # few answers have words


class WordsBundle(SQLModel, table=True):
    """Confidential words that are read together, of simulated devices or of real ones. Days since 1970 UTC."""

    __tablename__ = "words_bundle"

    simulated: bool = Field(primary_key=True)
    last_day: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    first_day: int


class Occasion(SQLModel, table=True):
    """What the people of a device are asked about, or were last: a crash, a slow start, a closed ticket."""

    __tablename__ = "occasion"

    device_id: int = Field(primary_key=True, sa_type=Int64, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(max_length=16)
    campaign: str = Field(max_length=64)
    at: int = Field(sa_type=Int64)  # when it happened, milliseconds since 1970 UTC


class Publication(SQLModel, table=True):
    """What was last shown of a group's X. ``votes`` tells which answers it holds, so that the next one can only
    appear when enough of them differ that none can be read from the difference."""

    __tablename__ = "publication"

    group_key: str = Field(primary_key=True, max_length=80)  # "fleet", "team:SLUG"
    published_at: int = Field(primary_key=True, sa_type=Int64)
    value: float
    low: float
    high: float
    respondents: int
    asked: int  # people the group had at that moment, which the interval was computed with
    votes: str = Field(sa_type=Text)  # JSON list of DEVICE.ANSWER ids
