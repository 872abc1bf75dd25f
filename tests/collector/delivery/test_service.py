"""What a device is told, and how fresh that is."""

from dataclasses import replace
from datetime import timedelta

from barometer_collector.database import Database
from barometer_collector.delivery.service import FRESH_SECONDS, Versions, device_config
from barometer_collector.sentiment.service import ensure_campaigns
from barometer_collector.settings import Settings
from barometer_shared.protocol import Target
from tests.collector.laptops import NOON, Laptop


def test_a_device_is_told_its_pace_its_targets_and_its_questions(
    database: Database, settings: Settings, laptop: Laptop
) -> None:
    ensure_campaigns(database, settings, NOON)
    more = replace(settings, public_url="https://b", targets=(Target("intranet", "https://i/"),), interval_seconds=60)
    told = device_config(database, more, laptop.device_id, NOON)
    assert told.interval_seconds == 60
    assert [target.name for target in told.targets] == ["collector", "intranet"]
    assert [question.campaign for question in told.questions] == ["pulse-2026-10-26"]


def test_a_version_is_remembered_for_a_moment_and_then_looked_up_again(
    database: Database, settings: Settings, laptop: Laptop
) -> None:
    versions = Versions(database, settings)
    assert versions.remembered(laptop.device_id, NOON) is None
    before = versions.look_up(laptop.device_id, NOON)
    ensure_campaigns(database, settings, NOON)
    assert versions.remembered(laptop.device_id, NOON + timedelta(seconds=FRESH_SECONDS / 2)) == before
    later = NOON + timedelta(seconds=FRESH_SECONDS)
    assert versions.remembered(laptop.device_id, later) is None
    assert versions.look_up(laptop.device_id, later) != before


def test_a_clock_that_was_set_back_keeps_nothing_alive(database: Database, settings: Settings, laptop: Laptop) -> None:
    versions = Versions(database, settings)
    versions.look_up(laptop.device_id, NOON)
    assert versions.remembered(laptop.device_id, NOON - timedelta(seconds=1)) is None
