"""Asks a collector what it has, as any script with a token may: operations' view of single laptops."""

from collections.abc import Iterator
from typing import Any

import httpx
import msgspec
from msgspec import Struct

_LEDGER = "/api/v1/ledger"
_DEVICES = "/api/v1/devices"
_PAGE = 5_000


class AskingError(Exception):
    """The collector does not tell what it was asked."""


class DeviceTold(Struct, frozen=True):
    """What the collector has of one device; ``checksum`` is a sum over its batches' ids."""

    device: str
    batches: int
    samples: int
    counted: int
    checksum: int
    stored: int | None = None


class BatchTold(Struct, frozen=True):
    """One batch that the collector has."""

    batch: str
    samples: int
    stored: int
    open: bool


class StateTold(Struct, frozen=True):
    """How far the roll-up is."""

    open_batches: int
    lag_seconds: float


class _Page(Struct, frozen=True):
    devices: list[DeviceTold]
    next: str | None


class _Batches(Struct, frozen=True):
    batches: list[BatchTold]


class Collector:
    """A collector's API. ``client`` has its address and a token of the role ``operations``."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def devices(self) -> Iterator[DeviceTold]:
        """Every device that has batches, by its id. Raises AskingError, as all here do."""
        after: str | None = None
        while True:
            given = {"stored": "true", "limit": str(_PAGE)} | ({"after": after} if after else {})
            page = msgspec.json.decode(self._get(_LEDGER, given), type=_Page)
            yield from page.devices
            if page.next is None:
                return
            after = page.next

    def batches(self, device: str) -> list[BatchTold]:
        """Every batch of one device."""
        return msgspec.json.decode(self._get(f"{_LEDGER}/{device}"), type=_Batches).batches

    def state(self) -> StateTold:
        """How far the roll-up is now."""
        return msgspec.json.decode(self._get(f"{_LEDGER}/state"), type=StateTold)

    def measured(self, device: str) -> int:
        """How many measured values the score of a device shows as its evidence."""
        told: Any = msgspec.json.decode(self._get(f"{_DEVICES}/{device}"))
        components = told["scores"]["t"]["components"]
        return sum(int(metric["n"]) for each in components for metric in each["evidence"]["metrics"])

    def _get(self, path: str, given: dict[str, str] | None = None) -> bytes:
        try:
            response = self._client.get(path, params=given)
        except httpx.HTTPError as error:
            raise AskingError(f"the collector did not answer {path}: {error}") from error
        if response.status_code != httpx.codes.OK:
            raise AskingError(
                f"the collector answered {path} with {response.status_code}: give --api-token one that was made with "
                "barometer-collector token api NAME --role operations"
            )
        return response.content


def client_of(server: str, token: str, timeout: float = 120.0) -> httpx.Client:
    """A client for ``Collector``. Close it."""
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=server, headers=headers, timeout=timeout, trust_env=False)
