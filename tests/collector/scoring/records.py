"""Writes into the tables what scores are made of, as intake and roll-up would leave it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session

from barometer_collector.database import Database
from barometer_collector.devices.tables import Device, DeviceGap
from barometer_collector.ingest.arrivals import TimedAnswer
from barometer_collector.rollup.service import touch
from barometer_collector.rollup.tables import DEVICE_DAYS, EVENTS, Touched
from barometer_collector.sentiment import service as sentiment
from barometer_collector.settings import Settings
from barometer_collector.teams.tables import Membership, Team
from barometer_shared.metrics import BUCKETS, METRICS
from barometer_shared.questions import Answer, FacesAnswer, Response, Sharing

NOW = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)
DAY_MS = 86_400_000
TODAY = NOW_MS // DAY_MS
PULSE = "pulse-2026-10-26"  # the round of NOW


@dataclass
class Records:
    """The tables of one database."""

    database: Database
    settings: Settings
    teams: dict[str, int] = field(default_factory=dict)
    numbers: int = 0

    def device(self, number: int, team: str = "finance", *, simulated: bool = False, from_day: int = 0) -> int:
        """A device of ``team``, whose slug is also its name."""
        with self.database.writing() as session:
            row = Device(
                id=number,
                name=f"LT-{number:04d}",
                platform="linux",
                os="Debian GNU/Linux 12",
                agent_version="0.1.0",
                hardware_hash=f"{number:064x}",
                secret_hash="",
                simulated=simulated,
                enrolled_at=NOW_MS,
            )
            session.add(row)
            session.add(Membership(device_id=number, from_day=from_day, team_id=self._team(session, team)))
        return number

    def move(self, device: int, team: str, from_day: int) -> None:
        with self.database.writing() as session:
            session.add(Membership(device_id=device, from_day=from_day, team_id=self._team(session, team)))

    def revoke(self, device: int) -> None:
        with self.database.writing() as session:
            found = session.get(Device, device)
            assert found is not None
            found.revoked_at = NOW_MS

    def day(
        self,
        device: int,
        metric: str,
        values: Sequence[int] = (),
        *,
        day: int = TODAY,
        subject: str = "",
        failed: int = 0,
    ) -> None:
        """A device-day with these samples, ``failed`` more without an answer, and the device touched."""
        counts = [0] * BUCKETS
        for value in values:
            counts[METRICS[metric].bucket(value)] += 1
        row: dict[str, Any] = {
            "device_id": device,
            "day": day,
            "metric": METRICS[metric].code,
            "subject": subject,
            "n": len(values),
            "failed": failed,
            "total": sum(values),
            **{f"b{bucket}": count for bucket, count in enumerate(counts)},
        }
        with self.database.writing() as session:
            session.connection().execute(insert(DEVICE_DAYS), row)
            _touch(session, device, day)

    def event(
        self,
        device: int,
        metric: str,
        value: int = 1,
        *,
        day: int = TODAY,
        subject: str = "",
        labels: str | None = None,
    ) -> None:
        """Something that happened at noon of ``day``, and the device touched."""
        self.numbers += 1
        row = {
            "device_id": device,
            "id": self.numbers,
            "metric": METRICS[metric].code,
            "subject": subject,
            "at": day * DAY_MS + DAY_MS // 2,
            "day": day,
            "value": value,
            "labels": labels,
        }
        with self.database.writing() as session:
            session.connection().execute(insert(EVENTS), row)
            _touch(session, device, day)

    def gap(self, device: int, metric: str, kind: str = "not_applicable") -> None:
        with self.database.writing() as session:
            session.add(
                DeviceGap(
                    device_id=device, metric=metric, kind=kind, reason='{"en":"because","nl":"daarom"}', said_at=NOW_MS
                )
            )
            session.flush()
            _touch(session, device, TODAY)

    def laptop(
        self, number: int, team: str = "finance", *, connect_ms: int = 30, pressure: int = 20, **more: Any
    ) -> int:
        """A device with enough data for a T: network, responsiveness, storage; the rest does not apply to it."""
        self.device(number, team, **more)
        for metric in ("boot_ms", "boot_idle_ms", "sign_in_ms", "battery_capacity_permille"):
            self.gap(number, metric)
        self.day(number, "tcp_connect_us", [connect_ms * 1000] * 4, subject="mail")
        self.day(number, "pressure_permille", [pressure] * 4)
        self.day(number, "disk_free_permille", [400], subject="/")
        return number

    def answer(
        self,
        device: int,
        account: str,
        face: int = 4,
        *,
        day: int = TODAY,
        shared: bool = False,
        response: Response | None = None,
        campaign: str = PULSE,
    ) -> None:
        """An answer given at noon of ``day`` on this device."""
        self.numbers += 1
        at = day * DAY_MS + DAY_MS // 2 + self.numbers
        answer = Answer(
            id=f"{self.numbers:032x}",
            campaign=campaign,
            response=response or FacesAnswer(face),
            at=at,
            account=account,
            sharing=Sharing.SHARED if shared else Sharing.CONFIDENTIAL,
        )
        with self.database.writing() as session:
            timed = [TimedAnswer(answer, at, day)]
            assert sentiment.store_answers(session, self.settings, device, timed, NOW_MS) == ()

    def devices(self) -> set[int]:
        """The ids of all devices."""
        with self.database.reading() as session:
            return set(session.connection().execute(select(Device.__table__.c.id)).scalars())  # type: ignore[attr-defined]

    def touched(self) -> list[int]:
        with self.database.reading() as session:
            return sorted(session.connection().execute(select(Touched.__table__.c.device_id)).scalars())  # type: ignore[attr-defined]

    def _team(self, session: Session, slug: str) -> int:
        if slug not in self.teams:
            team = Team(slug=slug, name=slug, created_at=NOW_MS)
            session.add(team)
            session.flush()
            assert team.id is not None
            self.teams[slug] = team.id
        return self.teams[slug]


def _touch(session: Session, device: int, day: int) -> None:
    """As the roll-up does it."""
    touch(session, device, NOW_MS, day)
