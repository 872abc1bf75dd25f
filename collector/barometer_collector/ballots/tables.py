"""Tables of anonymous answers. None of them knows a device, a respondent or the time at which anything came."""

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from barometer_collector.database import Int64


class Round(SQLModel, table=True):
    """An anonymous campaign as everybody is told of it. Nothing of it changes but what says that it is closed, when it
    was counted, and what of it is told."""

    __tablename__ = "ballot_round"

    campaign: str = Field(primary_key=True, max_length=64)
    question: str = Field(sa_type=Text)  # JSON of a shared Question
    follow_ups: str = Field(sa_type=Text)  # JSON of FollowUps
    comments: bool
    closes_at: int = Field(sa_type=Int64)
    keys: str = Field(sa_type=Text)  # the list of keys, exactly as it is told
    keys_hash: str = Field(max_length=64)
    is_closed: bool = False  # no more tokens, and the notes of who has one are gone
    counted_at: int | None = Field(default=None, sa_type=Int64)  # when answers were looked at last
    told: str = Field(default="[]", sa_type=Text)  # JSON list of the ballots whose words and topics may be read


class RoundGroup(SQLModel, table=True):
    """Whom a key of a round is for. ``issued`` tokens went to ``served`` laptops; both are known once it is closed."""

    __tablename__ = "ballot_group"

    campaign: str = Field(primary_key=True, max_length=64)
    group_id: str = Field(primary_key=True, max_length=64)
    team: str = Field(max_length=64)  # slug; empty: all that are too small for a key of their own
    name: str = Field(sa_type=Text)  # JSON {language: text}
    key: str = Field(max_length=66)  # as it is told
    key_id: str = Field(max_length=64, index=True)  # hexadecimal, as tokens name it
    laptops: int
    issued: int | None = None
    served: int | None = None
    spent: int | None = None  # when this group was looked at last
    answered: int | None = None


class Spent(SQLModel, table=True):
    """The number of a token that came; in the order of these numbers (see ``store.put``)."""

    __tablename__ = "ballot_spent"
    __table_args__ = {"sqlite_with_rowid": False}

    campaign: str = Field(primary_key=True, max_length=64)
    group_id: str = Field(primary_key=True, max_length=64)
    heap: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    nonce: str = Field(primary_key=True, max_length=64)  # hexadecimal


class BallotRow(SQLModel, table=True):
    """What somebody answered, under a number drawn for it; in the order of these numbers (see ``store.put``)."""

    __tablename__ = "ballot"
    __table_args__ = {"sqlite_with_rowid": False}

    campaign: str = Field(primary_key=True, max_length=64)
    group_id: str = Field(primary_key=True, max_length=64)
    heap: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    id: str = Field(primary_key=True, max_length=32)  # hexadecimal
    response: str = Field(sa_type=Text)  # JSON of a shared Response
    topic: str = Field(max_length=64)
    comment: str = Field(sa_type=Text)
