"""GET /api/v1/device/config and /api/v1/device/report, over real HTTP."""

import threading

import httpx
import msgspec

from barometer_collector.database import Database
from barometer_collector.delivery import news
from barometer_collector.devices import service as devices
from barometer_collector.jobs import jobs_of
from barometer_collector.sentiment.service import ensure_campaigns
from barometer_collector.settings import Settings
from barometer_shared.protocol import CONFIG_HEADER, DEVICE_CONFIG_PATH, DeviceConfig
from barometer_shared.questions import QUESTION_TYPES, OpenQuestion
from barometer_shared.report import DEVICE_REPORT_PATH, DeviceReport
from tests.collector.laptops import NOON, NOON_MS, FakeClock, Laptop, batch, enrol, sample


def test_a_device_gets_its_configuration_once_per_version(server: httpx.Client, laptop: Laptop) -> None:
    first = server.get(DEVICE_CONFIG_PATH, headers=laptop.headers)
    config = msgspec.json.decode(first.content, type=DeviceConfig)
    assert (first.status_code, first.headers["etag"]) == (200, f'"{config.version}"')
    for known in (f'"{config.version}"', f'W/"{config.version}"', f'"x", "{config.version}"'):
        again = server.get(DEVICE_CONFIG_PATH, headers={**laptop.headers, "If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
    assert server.get(DEVICE_CONFIG_PATH, headers={**laptop.headers, "If-None-Match": '"old"'}).status_code == 200


def test_a_new_question_changes_the_version_on_the_next_acknowledgement(
    server: httpx.Client, laptop: Laptop, database: Database, settings: Settings
) -> None:
    before = laptop.send(server, batch(sample())).headers[CONFIG_HEADER]
    ensure_campaigns(database, settings, NOON)
    after = laptop.send(server, batch(sample())).headers[CONFIG_HEADER]
    assert after != before
    told = msgspec.json.decode(server.get(DEVICE_CONFIG_PATH, headers=laptop.headers).content, type=DeviceConfig)
    assert told.version == after
    assert [question.campaign for question in told.questions] == ["pulse-2026-10-26"]


def test_a_crash_that_was_counted_is_asked_about_on_that_laptop_alone(
    server: httpx.Client, laptop: Laptop, database: Database, settings: Settings, clock: FakeClock
) -> None:
    other = enrol(database, settings)
    ensure_campaigns(database, settings, NOON)
    crash = sample("app_crash", 1, NOON_MS - 60_000, subject="editor")
    agent = {"version": "0.1.0", "platform": "linux", "os": "Debian", "question_types": list(QUESTION_TYPES)}
    before = laptop.send(server, batch(crash, agent=agent)).headers[CONFIG_HEADER]
    count = next(job for job in jobs_of(database, settings, threading.Event()) if job.name == "roll_up")
    count.run(NOON)
    asked = _asked(server, laptop)
    assert [(each.campaign, each.occasion, each.occasion_at) for each in asked] == [
        ("crash-2026-10-26", "crash", NOON_MS - 60_000),
        ("pulse-2026-10-26", "", None),
    ]
    assert [each.campaign for each in _asked(server, other)] == ["pulse-2026-10-26"]
    after = laptop.send(server, batch(sample(), agent=agent)).headers[CONFIG_HEADER]
    clock.move(hours=30)
    assert laptop.send(server, batch(sample(), agent=agent)).headers[CONFIG_HEADER] == after != before


def _asked(server: httpx.Client, laptop: Laptop) -> list[OpenQuestion]:
    answer = server.get(DEVICE_CONFIG_PATH, headers=laptop.headers)
    return msgspec.json.decode(answer.content, type=DeviceConfig).questions


def test_an_unknown_or_revoked_key_is_401(server: httpx.Client, laptop: Laptop, database: Database) -> None:
    for path in (DEVICE_CONFIG_PATH, DEVICE_REPORT_PATH):
        assert server.get(path).status_code == 401
    devices.revoke(database, NOON, laptop.device_id)
    for path in (DEVICE_CONFIG_PATH, DEVICE_REPORT_PATH):
        answer = server.get(path, headers=laptop.headers)
        assert (answer.status_code, answer.json()["field"]) == (401, "Authorization")


def test_a_laptop_gets_its_own_report_whatever_it_asks_for(
    server: httpx.Client, laptop: Laptop, database: Database, settings: Settings
) -> None:
    other = enrol(database, settings, "Sales")
    told = {"en": "t", "nl": "t"}
    news.add(database, NOON, told, told, {}, "Sales", "of-sales")
    path = f"{DEVICE_REPORT_PATH}?device_id={other.device_id:016x}&team=sales"
    answer = server.get(path, headers=laptop.headers)
    report = msgspec.json.decode(answer.content, type=DeviceReport)
    assert (answer.status_code, report.score, report.news) == (200, None, [])
    assert report.missing
    own = msgspec.json.decode(server.get(path, headers=other.headers).content, type=DeviceReport)
    assert [each.id for each in own.news] == ["of-sales"]


def test_a_report_that_did_not_change_is_not_sent_again(server: httpx.Client, laptop: Laptop) -> None:
    first = server.get(DEVICE_REPORT_PATH, headers=laptop.headers)
    again = server.get(DEVICE_REPORT_PATH, headers={**laptop.headers, "If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "private" in first.headers["cache-control"]


def test_a_laptop_that_asks_for_its_report_without_end_is_told_to_wait(
    server: httpx.Client, laptop: Laptop, clock: FakeClock
) -> None:
    for _ in range(30):
        assert server.get(DEVICE_REPORT_PATH, headers=laptop.headers).status_code == 200
    refused = server.get(DEVICE_REPORT_PATH, headers=laptop.headers)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "300")
    clock.move(minutes=5)
    assert server.get(DEVICE_REPORT_PATH, headers=laptop.headers).status_code == 200
