"""Identities of laptops, and what makes an enrolment token good."""

import hashlib
import hmac
import re
from dataclasses import dataclass

from barometer_shared.protocol import EnrolmentRequest

_KEY = re.compile(r"([0-9a-f]{16})\.([A-Za-z0-9_-]{1,128})", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BITS = 63  # every engine holds it as a positive number


@dataclass(frozen=True)
class DeviceKey:
    """What a laptop shows: its number and the SHA-256 of its secret."""

    device_id: int
    secret_hash: str


@dataclass(frozen=True)
class Token:
    """What of an enrolment token decides whether it may be used. Times in milliseconds since 1970 UTC."""

    expires_at: int | None
    uses_left: int | None
    revoked_at: int | None


def read_key(authorization: str) -> DeviceKey | None:
    """The key in an ``Authorization: Bearer DEVICE_ID.SECRET`` header; None for anything else."""
    scheme, _, credentials = authorization.partition(" ")
    match = _KEY.fullmatch(credentials.strip()) if scheme.lower() == "bearer" else None
    if match is None or int(match[1], 16) >> _BITS:
        return None
    return DeviceKey(int(match[1], 16), sha256(match[2]))


def shown_id(device_id: int) -> str:
    """A device's number as people and agents see it: 16 hexadecimal digits."""
    return f"{device_id:016x}"


def number_of(hardware_hash: str) -> int:
    """The number that hardware gets: the same each time, so that the number's key alone keeps a laptop from being two.

    Two laptops of a million share one in 1 of 20 million installations (63 bits): see ``service.enrol``.
    """
    return int(hardware_hash[:16], 16) & ((1 << _BITS) - 1)


def sha256(secret: str) -> str:
    """How secrets of 128 and more random bits are stored; slow hashes are for what people choose."""
    return hashlib.sha256(secret.encode()).hexdigest()


def matches(stored_hash: str, shown_hash: str) -> bool:
    """Whether the two are equal, in the same time for every answer."""
    return hmac.compare_digest(stored_hash, shown_hash)


def hardware_hash(installation_secret: bytes, hardware_id: str) -> str:
    """How a laptop is recognised after a re-install, useless outside this installation."""
    return hmac.new(installation_secret, b"hardware:" + hardware_id.encode(), hashlib.sha256).hexdigest()


def wrong_with_token(token: Token, now_ms: int) -> str:
    """Why a known token cannot be used: "revoked", "expired", "used up"; "" when it can."""
    if token.revoked_at is not None and token.revoked_at <= now_ms:
        return "revoked"
    if token.expires_at is not None and token.expires_at <= now_ms:
        return "expired"
    if token.uses_left is not None and token.uses_left <= 0:
        return "used up"
    return ""


def wrong_with_request(request: EnrolmentRequest) -> str:
    """The first field that cannot be stored and shown as it is; "" when all can."""
    for name in ("token", "name", "os", "agent_version"):
        if _CONTROL.search(getattr(request, name)):
            return name
    return ""
