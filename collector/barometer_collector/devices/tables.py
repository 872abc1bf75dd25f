"""Tables of the laptops."""

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from barometer_collector.database import Int64


class EnrolmentToken(SQLModel, table=True):
    __tablename__ = "enrolment_token"

    token_hash: str = Field(primary_key=True, max_length=64)  # SHA-256, hexadecimal
    team_id: int = Field(foreign_key="team.id")
    created_at: int = Field(sa_type=Int64)
    expires_at: int | None = Field(default=None, sa_type=Int64)
    uses_left: int | None = None  # None: any number
    simulated: bool = False  # devices that enrol with it are marked as simulated everywhere
    revoked_at: int | None = Field(default=None, sa_type=Int64)


class Device(SQLModel, table=True):
    __tablename__ = "device"

    id: int = Field(primary_key=True, sa_type=Int64, sa_column_kwargs={"autoincrement": False})
    name: str = Field(max_length=255, index=True)
    platform: str = Field(max_length=16)
    os: str = Field(max_length=120)
    agent_version: str = Field(max_length=64)
    hardware_hash: str = Field(max_length=64, index=True)  # keyed with the installation's secret
    secret_hash: str = Field(max_length=64)  # SHA-256 of 256 random bits
    question_types: str = Field(default="", max_length=200)  # comma separated
    simulated: bool = False
    enrolled_at: int = Field(sa_type=Int64)
    last_seen_at: int | None = Field(default=None, sa_type=Int64)
    revoked_at: int | None = Field(default=None, sa_type=Int64)


class DeviceGap(SQLModel, table=True):
    """A metric a device gives nothing for, as it said itself last."""

    __tablename__ = "device_gap"

    device_id: int = Field(primary_key=True, sa_type=Int64, sa_column_kwargs={"autoincrement": False})
    metric: str = Field(primary_key=True, max_length=64)
    kind: str = Field(max_length=16)  # GapKind
    reason: str = Field(sa_type=Text)  # JSON {language: text}
    said_at: int = Field(sa_type=Int64)
