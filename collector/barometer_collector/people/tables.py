"""Tables of the people who sign in, and of the tokens of their scripts. Secrets are stored hashed only."""

from sqlmodel import Field, SQLModel

from barometer_collector.database import Int64


class Account(SQLModel, table=True):
    __tablename__ = "account"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=120, unique=True)
    password_hash: str = Field(max_length=255)  # argon2id
    role: str = Field(max_length=32)
    language: str = Field(default="", max_length=8)  # empty: as the browser asks
    created_at: int = Field(sa_type=Int64)


class SignIn(SQLModel, table=True):
    """A browser session; the cookie's value is kept as its SHA-256."""

    __tablename__ = "sign_in"

    token_hash: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True)
    csrf: str = Field(max_length=64)
    created_at: int = Field(sa_type=Int64)
    expires_at: int = Field(sa_type=Int64)


class ApiToken(SQLModel, table=True):
    __tablename__ = "api_token"

    token_hash: str = Field(primary_key=True, max_length=64)
    name: str = Field(max_length=120)
    role: str = Field(max_length=32)
    created_at: int = Field(sa_type=Int64)
    expires_at: int | None = Field(default=None, sa_type=Int64)
    revoked_at: int | None = Field(default=None, sa_type=Int64)
