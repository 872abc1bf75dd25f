"""Laptops as the collector meets them, and the batches they send."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import msgspec

from barometer_collector.database import Database
from barometer_collector.devices import service as devices
from barometer_collector.devices.rules import DeviceKey
from barometer_collector.ingest.arrivals import Arrival, prepare
from barometer_collector.ingest.decode import decode
from barometer_collector.settings import Settings
from barometer_shared.protocol import BATCHES_PATH, EnrolmentRequest, bearer

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
NOON_MS = int(NOON.timestamp() * 1000)
TODAY = NOON_MS // 86_400_000


@dataclass
class FakeClock:
    """A clock that stands still until it is moved."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass(frozen=True)
class Laptop:
    """An enrolled laptop and its key."""

    device_id: int
    key: str
    sent: list[dict[str, Any]] = field(default_factory=list)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": self.key}

    @property
    def device_key(self) -> DeviceKey:
        return devices.read_key(self.key)

    def arrival(self, batch: dict[str, Any], now: int = NOON_MS, sent_at: int | None = None) -> Arrival:
        """``batch`` as it comes out of the request, ready to be committed."""
        return prepare(self.device_key, decode(msgspec.json.encode(batch)), now, sent_at)

    def send(self, client: httpx.Client, batch: dict[str, Any], **headers: str) -> httpx.Response:
        return client.post(BATCHES_PATH, content=msgspec.json.encode(batch), headers={**self.headers, **headers})


def enrol(database: Database, settings: Settings, team: str = "Finance", hardware: str = "", **token: Any) -> Laptop:
    """A laptop that is known."""
    made = devices.create_token(database, settings, NOON, team, **token)
    request = EnrolmentRequest(
        made, "LT-0042", hardware or secrets.token_hex(32), "linux", "Debian GNU/Linux 12", "0.1.0"
    )
    identity = devices.enrol(database, settings, NOON, request)
    return Laptop(int(identity.device_id, 16), bearer(identity.device_id, identity.secret))


def sample(metric: str = "boot_ms", value: Any = 30_000, at: int = NOON_MS - 60_000, **more: Any) -> dict[str, Any]:
    return {"metric": metric, "value": value, "at": at, **more}


def batch(*samples: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A batch as JSON values, sealed at noon in the right month, with a new id."""
    return {
        "id": secrets.token_hex(16),
        "month": "2026-11",
        "sealed_at": NOON_MS,
        "utc_offset_minutes": 0,
        "boot_id": "boot",
        "agent": {"version": "0.1.0", "platform": "linux", "os": "Debian GNU/Linux 12", "question_types": ["faces"]},
        "skew_ms": 0,
        "samples": list(samples),
        **more,
    }
