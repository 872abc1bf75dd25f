"""A collector is backed up in the middle of the intake and put back elsewhere: what it had acknowledged is there."""

import os
import secrets
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from barometer_shared.protocol import BATCHES_PATH, ENROLMENTS_PATH, bearer
from tests.endtoend.serving import BIN, Server, serving
from tests.eventually import eventually

pytestmark = pytest.mark.timeout(240)
MEASURED = (  # enough of what counts for a score
    ("boot_ms", "", 40_000),
    ("sign_in_ms", "", 9_000),
    ("time_to_first_byte_us", "intranet", 900_000),
    ("tcp_connect_us", "intranet", 20_000),
    ("pressure_permille", "", 120),
    ("battery_capacity_permille", "", 800),
    ("disk_free_permille", "system", 400),
)


@dataclass
class Laptop:
    """Sends batches of its own and remembers what each was told."""

    device_id: str
    headers: dict[str, str]
    told: dict[str, tuple[dict[str, Any], dict[str, Any]]] = field(default_factory=dict)

    def send(self, client: httpx.Client) -> None:
        now = int(time.time() * 1000)
        month = time.strftime("%Y-%m", time.gmtime(now / 1000))
        samples = [
            {"metric": metric, "subject": subject, "value": value + n, "at": now - 1_000 * n}
            for metric, subject, value in MEASURED
            for n in range(20)
        ]
        batch = {
            "id": secrets.token_hex(16), "month": month, "sealed_at": now, "utc_offset_minutes": 0, "boot_id": "boot",
            "agent": {"version": "0.1.0", "platform": "linux", "os": "Debian", "question_types": ["faces"]},
            "skew_ms": 0, "samples": samples,
        }  # fmt: skip
        answered = client.post(BATCHES_PATH, json=batch, headers=self.headers)
        if answered.status_code == 202:
            self.told[batch["id"]] = (batch, _kept(answered.json()))


def _kept(receipt: dict[str, Any]) -> dict[str, Any]:
    """What a batch is told again as it was the first time."""
    return {name: receipt[name] for name in ("batch", "accepted", "quarantined")}


@contextmanager
def reached(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://127.0.0.1:{server.port}", trust_env=False, timeout=30) as client:
        yield client


def enrolled(client: httpx.Client, token: str) -> Laptop:
    asked = {
        "token": token, "name": "LT-0042", "hardware_id": secrets.token_hex(32), "platform": "linux",
        "os": "Debian", "agent_version": "0.1.0",
    }  # fmt: skip
    identity = client.post(ENROLMENTS_PATH, json=asked).raise_for_status().json()
    return Laptop(identity["device_id"], {"Authorization": bearer(identity["device_id"], identity["secret"])})


@contextmanager
def kept_sending(client: httpx.Client, laptop: Laptop) -> Iterator[None]:
    """Batch after batch, as long as something else happens."""
    stop = threading.Event()

    def send() -> None:
        while not stop.wait(0.01):
            laptop.send(client)

    sending = threading.Thread(target=send)
    sending.start()
    try:
        yield
    finally:
        stop.set()
        sending.join()


def command(*arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [str(BIN / "barometer-collector"), *arguments],
        capture_output=True, text=True, timeout=120, check=False, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


class Api:
    """What an administrator's script reads of a collector."""

    def __init__(self, client: httpx.Client, token: str) -> None:
        self._client, self._headers = client, {"Authorization": f"Bearer {token}"}

    def score(self, laptop: Laptop) -> dict[str, Any]:
        """The laptop's score with its reasons, and nothing of when it was last heard of."""
        path = f"/api/v1/devices/{laptop.device_id}"
        told: dict[str, Any] = self._client.get(path, headers=self._headers).raise_for_status().json()
        return {name: told[name] for name in ("id", "name", "team", "scores")}

    def has_scored(self, laptop: Laptop) -> bool:
        """Whether all that the laptop sent is in its score."""
        figures = self._client.get("/metrics", headers=self._headers).raise_for_status().text
        return "barometer_rollup_open_batches 0.0" in figures and self.score(laptop)["scores"]["t"]["value"] is not None

    def repeated(self) -> float:
        figures = self._client.get("/metrics", headers=self._headers).raise_for_status().text
        (line,) = (
            line
            for line in figures.splitlines()
            if line.startswith('barometer_intake_batches_total{outcome="repeated"')
        )
        return float(line.split()[-1])


def test_what_was_acknowledged_before_the_backup_is_there_after_it_was_put_back(tmp_path: Path) -> None:
    first, second, backup = tmp_path / "first", tmp_path / "second", tmp_path / "backup"
    first.mkdir()
    with serving(first) as server, reached(server) as client:
        token = command("token", "api", "test", "--role", "administrator", "--data", str(first)).split()[-1]
        quiet, busy = enrolled(client, server.token), enrolled(client, server.token)
        for _ in range(20):
            quiet.send(client)
            busy.send(client)
        score = _settled(Api(client, token), quiet)
        before = dict(busy.told)
        with kept_sending(client, busy):
            assert "2 device rows" in command("backup", str(backup), "--data", str(first))
        assert len(busy.told) > len(before)

    assert "restored the backup" in command("restore", str(backup), "--data", str(second))
    with serving(second) as server, reached(server) as client:
        assert _settled(Api(client, token), quiet) == score
        for batch, receipt in (*quiet.told.values(), *before.values()):
            again = client.post(
                BATCHES_PATH, json=batch, headers=(quiet if batch["id"] in quiet.told else busy).headers
            )
            assert (again.status_code, _kept(again.json())) == (202, receipt)
        assert Api(client, token).repeated() == 40
        known = len(busy.told)
        busy.send(client)  # and what is new is taken in
        assert len(busy.told) == known + 1


def _settled(api: Api, laptop: Laptop) -> dict[str, Any]:
    """The score, once it is the same twice and all is counted."""
    seen: list[dict[str, Any]] = []

    def same_again() -> bool:
        if not api.has_scored(laptop):
            return False
        seen.append(api.score(laptop))
        return len(seen) > 30 and seen[-1] == seen[-30]

    eventually(same_again)
    return seen[-1]
