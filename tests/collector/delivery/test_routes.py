"""GET /api/v1/device/config, over real HTTP."""

import httpx
import msgspec

from barometer_collector.database import Database
from barometer_collector.delivery.service import FRESH_SECONDS
from barometer_collector.devices import service as devices
from barometer_collector.sentiment.service import ensure_campaigns
from barometer_collector.settings import Settings
from barometer_shared.protocol import CONFIG_HEADER, DEVICE_CONFIG_PATH, DeviceConfig
from tests.collector.laptops import NOON, FakeClock, Laptop, batch, sample


def test_a_device_gets_its_configuration_once_per_version(server: httpx.Client, laptop: Laptop) -> None:
    first = server.get(DEVICE_CONFIG_PATH, headers=laptop.headers)
    config = msgspec.json.decode(first.content, type=DeviceConfig)
    assert (first.status_code, first.headers["etag"]) == (200, f'"{config.version}"')
    for known in (f'"{config.version}"', f'W/"{config.version}"', f'"x", "{config.version}"'):
        again = server.get(DEVICE_CONFIG_PATH, headers={**laptop.headers, "If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
    assert server.get(DEVICE_CONFIG_PATH, headers={**laptop.headers, "If-None-Match": '"old"'}).status_code == 200


def test_a_new_question_changes_the_version_on_the_next_acknowledgement(
    server: httpx.Client, laptop: Laptop, database: Database, settings: Settings, clock: FakeClock
) -> None:
    before = laptop.send(server, batch(sample())).headers[CONFIG_HEADER]
    ensure_campaigns(database, settings, NOON)
    clock.move(seconds=FRESH_SECONDS)
    after = laptop.send(server, batch(sample())).headers[CONFIG_HEADER]
    assert after != before
    told = msgspec.json.decode(server.get(DEVICE_CONFIG_PATH, headers=laptop.headers).content, type=DeviceConfig)
    assert told.version == after
    assert [question.campaign for question in told.questions] == ["pulse-2026-10-26"]


def test_an_unknown_or_revoked_key_is_401(server: httpx.Client, laptop: Laptop, database: Database) -> None:
    assert server.get(DEVICE_CONFIG_PATH).status_code == 401
    devices.revoke(database, NOON, laptop.device_id)
    answer = server.get(DEVICE_CONFIG_PATH, headers=laptop.headers)
    assert (answer.status_code, answer.json()["field"]) == (401, "Authorization")
