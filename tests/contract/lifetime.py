"""The life of a small fleet, in which a collector says everything that it ever says to its database."""

import hashlib
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from fastapi import FastAPI
from sqlalchemy import text

from barometer_collector.app import create_app
from barometer_collector.database import Database
from barometer_collector.delivery import news
from barometer_collector.devices import service as devices
from barometer_collector.ingest.reader import read_again
from barometer_collector.jobs import jobs_of
from barometer_collector.partitions.service import ensure
from barometer_collector.people import service as people
from barometer_collector.people.access import SESSION_COOKIE, declared_rights
from barometer_collector.people.rules import Role
from barometer_collector.privacy.retention.service.overview import overview
from barometer_collector.sentiment import service as sentiment
from barometer_collector.sentiment.words.closing import close_bundles
from barometer_collector.settings import Settings
from barometer_collector.tokens.service import anonymous_of
from barometer_shared import tokens
from barometer_shared.anonymous import TokenReply, ballots_path, keys_path, tokens_path
from barometer_shared.protocol import BATCHES_PATH, DEVICE_CONFIG_PATH, ENROLMENTS_PATH, bearer
from barometer_shared.questions import FacesAnswer
from tests.collector.laptops import FakeClock, Laptop
from tests.collector.running import running
from tests.collector.voters import Voter

PASSWORD = "a few words together"
_DAY_MS = 86_400_000


class Life:
    """A collector on ``database`` and its laptops. The same each time, but for secrets."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database, self.settings, self.clock = database, settings, FakeClock()
        self.app: FastAPI = create_app(database, settings, self.clock)
        self.laptops: list[Laptop] = []
        self._batches = 0

    def live(self, grown: Callable[[], None] = lambda: None) -> None:
        """Everything, over HTTP where it comes over HTTP. ``grown`` is called before what is old goes."""
        sentiment.ensure_campaigns(self.database, self.settings, self.clock.now)
        with running(self.app) as self.client:
            self._enrol()
            self._measure()
            self._look()
            self._vote()
            self._go_on()
            self._look()
            grown()
            self._leave()

    def jobs(self) -> None:
        """One turn of every job; what goes wrong in it ends the test."""
        for job in jobs_of(self.database, self.settings, threading.Event()):
            job.run(self.clock.now)

    def _enrol(self) -> None:
        for team, size, simulated in (("Finance", 7, False), ("Legal", 2, False), ("Invented", 6, True)):
            token = devices.create_token(
                self.database, self.settings, self.clock.now, team, uses=size + 1, expires_days=9, simulated=simulated
            )
            self.laptops += [self._enrolled(token, f"{team}-{number}") for number in range(size)]
        again = self._enrolled(devices.create_token(self.database, self.settings, self.clock.now, "Legal"), "Finance-6")
        assert again.device_id == self.laptops[6].device_id
        self.laptops[6] = again
        assert (
            self.client.post(ENROLMENTS_PATH, json={**_request("unknown", "x"), "token": "et_wrong"}).status_code == 401
        )

    def _enrolled(self, token: str, name: str) -> Laptop:
        answer = self.client.post(ENROLMENTS_PATH, json={**_request(name, name), "token": token})
        assert answer.status_code in (200, 201), answer.text
        made = answer.json()
        return Laptop(int(made["device_id"], 16), bearer(made["device_id"], made["secret"]))

    def _measure(self) -> None:
        now = self._now()
        for number, laptop in enumerate(self.laptops):
            answers = _answers(now, number, self._pulse(laptop), "a")
            self._send(laptop, self._batch(_samples(now, number), answers=answers, gaps=_GAPS))
        first = self.laptops[0]
        whole = self._batch(_samples(now, 3), dropped={"boot_ms": 4})
        assert self._send(first, whole) == self._send(first, whole)
        half = self._batch(_samples(now, 4)[:2], parent="f" * 32, ancestors=["e" * 32])
        self._send(first, half)
        self._send(first, {**whole, "id": "f" * 32})
        self._send(first, self._batch([]))
        wrong = [{"metric": "of_tomorrow", "value": 1, "at": now}, {"metric": "boot_ms", "value": "much", "at": now}]
        odd = {"id": "9" * 32, "campaign": "nobody-knows", "response": {"type": "faces", "value": 4}, "at": now}
        self._send(first, self._batch(wrong, answers=[{**odd, "account": "anna", "sharing": "shared"}]))
        assert (
            self.client.post(BATCHES_PATH, json=whole, headers={"Authorization": bearer("0" * 16, "x")}).status_code
            == 401
        )
        self.jobs()
        for minutes in (5, 10):
            self.clock.move(minutes=minutes)
            self._send(first, self._batch(_samples(self._now(), minutes)))
            self.jobs()
        read_again(self.database, self.settings, sentiment.store_answers, "a later reader")

    def _look(self) -> None:
        """At every page and every answer of the API that can be read, as an administrator and as a script."""
        name = f"ada-{self._now()}"
        people.create_account(self.database, self.clock.now, name, PASSWORD, Role.ADMINISTRATOR)
        token = people.create_api_token(self.database, self.clock.now, name, Role.ADMINISTRATOR)
        cookie = people.sign_in(self.database, self.clock.now, name, PASSWORD)
        page = {"Cookie": f"{SESSION_COOKIE}={cookie}", "Accept": "text/html"}
        script = {"Authorization": f"Bearer {token}"}
        for path in self._paths():
            answers = [self.client.get(path, headers=headers) for headers in (script, page, self.laptops[0].headers)]
            assert all(each.status_code < 500 for each in answers), (path, [each.text for each in answers])
            assert any(each.status_code in (200, 303, 304) for each in answers), (path, [each.text for each in answers])
        caller = people.caller_of_session(self.database, self.clock.now, str(cookie))
        assert caller is not None
        for path, form in (("/language", {"language": "nl"}), ("/sign-out", {})):
            answer = self.client.post(path, data={"csrf": caller.csrf, **form}, headers=page)
            assert answer.status_code < 500, answer.text
        self.client.post("/sign-in", data={"name": name, "password": PASSWORD})
        people.set_password(self.database, name, f"{PASSWORD}, and others")
        people.revoke_api_tokens(self.database, self.clock.now, name)

    def _paths(self) -> list[str]:
        """Every address that is read, with the names of things that there are."""
        told = {"device_id": f"{self.laptops[0].device_id:016x}", "slug": "finance", "path": "site.css"}
        told |= {"campaign": getattr(self, "campaign", ""), "team": "finance"}
        paths = [route.removeprefix("GET ") for route in declared_rights(self.app) if route.startswith("GET ")]
        known = [path for path in paths if "{campaign}" not in path or told["campaign"]]
        filled = [path.replace(":path}", "}").format(**told) for path in known]
        return [
            *filled,
            "/devices?team=finance",
            f"/devices?after={1:016x}",
            "/api/v1/devices?team=finance&limit=2",
            "/api/v1/ledger?stored=true",
        ]

    def _vote(self) -> None:
        opened = sentiment.open_anonymous(
            self.database, self.settings, self.clock.now, self.clock.now + timedelta(days=7), comments=True
        )
        self.campaign = opened.campaign
        assert self.client.get(keys_path(self.campaign)).status_code == 200
        voters = [self._voter(laptop, f"person-{number}") for number, laptop in enumerate(self.laptops[:6])]
        self.client.post(
            tokens_path(self.campaign), json={"account": "person-0", "request": "AA"}, headers=self.laptops[1].headers
        )
        self.client.get(DEVICE_CONFIG_PATH, headers=self.laptops[0].headers)
        self._pass(days=8)
        for number, voter in enumerate(voters):
            body = voter.ballot(FacesAnswer(1 + number % 5), comment="slow", topic="network")
            for _ in range(2):
                answer = self.client.post(ballots_path(self.campaign), content=body)
                assert answer.status_code == 200, answer.text
        self._pass(days=4)

    def _voter(self, laptop: Laptop, account: str) -> Voter:
        with self.database.reading() as session:
            told = anonymous_of(session, laptop.device_id)[self.campaign]
        made = Voter(account, laptop, tokens.from_text(told.key), self.campaign)
        asked = {"account": account, "request": made.request}
        for _ in range(2):
            answer = self.client.post(tokens_path(self.campaign), json=asked, headers=laptop.headers)
            assert answer.status_code == 200, answer.text
        return made.take(TokenReply(answer.json()["reply"]))

    def _go_on(self) -> None:
        """Days pass, what comes late comes, and what is old goes."""
        now = self._now()
        for number, laptop in enumerate(self.laptops):
            late, answers = _samples(now - 2 * _DAY_MS, number), _answers(now, number, self._pulse(laptop), "c")
            self._send(laptop, self._batch([*late, *_samples(now, number)], answers=answers))
        self.jobs()
        news.add(self.database, self.clock.now, _BOTH, _BOTH, _BOTH, "Finance", "news-1")
        news.add(self.database, self.clock.now, _BOTH, _BOTH, {}, "", "news-2")
        self.client.get(DEVICE_CONFIG_PATH, headers=self.laptops[0].headers)
        overview(self.database, self.settings, self.clock.now)
        self._pass(days=5)
        close_bundles(self.database, self.settings, self.clock.now)

    def _leave(self) -> None:
        news.remove(self.database, "news-1")
        devices.revoke_tokens(self.database, self.clock.now, "Finance")
        assert devices.revoke(self.database, self.clock.now, self.laptops[1].device_id)
        for days in (60, 200, 125, 800):
            with (
                self.database.writing() as session
            ):  # the first run of retention goes all the way, others a day at most
                session.connection().execute(text("DELETE FROM keeping_state"))
            self._pass(days=days)

    def _pass(self, days: int) -> None:
        self.clock.move(days=days)
        ensure(self.database, self.clock.now)
        self.jobs()

    def _pulse(self, laptop: Laptop) -> str:
        """What the laptop is asked."""
        told = self.client.get(DEVICE_CONFIG_PATH, headers=laptop.headers).json()
        slugs: list[str] = [each["campaign"] for each in told.get("questions", ())]
        return next((slug for slug in slugs if slug.startswith("pulse")), "tell-it")

    def _send(self, laptop: Laptop, batch: dict[str, Any]) -> dict[str, Any]:
        answer = laptop.send(self.client, batch)
        assert answer.status_code == 202, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def _batch(self, samples: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        self._batches += 1
        return {
            "id": f"{self._batches:032x}",
            "month": f"{self.clock.now:%Y-%m}",
            "sealed_at": self._now(),
            "utc_offset_minutes": 60,
            "boot_id": "boot",
            "agent": _AGENT,
            "skew_ms": 0,
            "samples": samples,
            **more,
        }

    def _now(self) -> int:
        return int(self.clock.now.timestamp() * 1000)


_SYSTEM = {"platform": "linux", "os": "Debian GNU/Linux 12"}
_AGENT = {**_SYSTEM, "version": "0.1.0", "question_types": ["faces", "anonymous"]}
_BOTH = {"en": "The office network was widened.", "nl": "Het netwerk op kantoor is ruimer."}
_GAPS = [
    {"metric": "battery_capacity_permille", "kind": "not_applicable", "reason": {"en": "no battery", "nl": "geen accu"}}
]


def _request(name: str, hardware: str) -> dict[str, str]:
    number = hashlib.sha256(hardware.encode()).hexdigest()
    return {**_SYSTEM, "name": name, "hardware_id": number, "agent_version": "0.1.0"}


def _samples(at: int, number: int) -> list[dict[str, Any]]:
    """Something of every kind: counted, failed, with a subject, and events."""
    past = at - 60_000
    return [
        {"metric": "boot_ms", "value": 90_000 + number, "at": past},
        {"metric": "app_crash", "value": 1, "at": past - number, "subject": "editor", "labels": {"version": "2.1"}},
        {"metric": "os_crash", "value": 1, "at": past - number},
        {"metric": "records_lost_seconds", "value": 600, "at": past, "subject": "app_crash"},
        {"metric": "time_to_first_byte_us", "value": 80_000 + number, "at": past, "subject": "intranet"},
        {"metric": "tcp_connect_us", "value": 0, "at": past, "subject": "mail", "failed": True},
        {"metric": "use_seconds", "value": 21_600, "at": past, "subject": "input"},
        {"metric": "disk_free_permille", "value": 300, "at": past, "subject": "/"},
    ]


def _answers(at: int, number: int, slug: str, first: str) -> list[dict[str, Any]]:
    """One that is shared with words, one in confidence, one that tells IT something."""
    common = {"at": at - 1_000, "account": f"person-{number}", "language": "en"}
    told = [
        {
            "campaign": slug,
            "response": {"type": "faces", "value": 1 + number % 5},
            "sharing": "shared",
            "comment": "ok",
        },
        {"campaign": slug, "response": {"type": "faces", "value": 2}, "sharing": "confidential", "comment": "slow"},
        {"campaign": "tell-it", "response": {"type": "text", "text": "a wish"}, "sharing": "confidential"},
    ]
    return [{"id": f"{first}{place}{number:030x}", **common, **each} for place, each in enumerate(told)]
