"""What happened on laptops, noted as the roll-up counts it."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from barometer_collector.database import Database
from barometer_collector.ingest.service import take_in
from barometer_collector.rollup.service import roll_up
from barometer_collector.sentiment.rules.occasions import Happened
from barometer_collector.sentiment.service import note, note_counted
from barometer_collector.sentiment.tables import Occasion
from barometer_collector.settings import Settings
from tests.collector.laptops import NOON, NOON_MS, Laptop, batch, sample

DAY_MS = 86_400_000
AFTER_UPDATE = {"after_update": "yes"}


def _count(database: Database, settings: Settings, laptop: Laptop, *samples: dict[str, Any]) -> None:
    with database.writing() as session:
        take_in(session, settings, lambda *_: (), [laptop.arrival(batch(*samples))], NOON_MS)
    roll_up(database, NOON, counted=lambda session, roll_id: note_counted(session, settings, roll_id, NOON))


def _noted(database: Database) -> list[tuple[int, str, str, int]]:
    with database.reading() as session:
        return [(row.device_id, row.kind, row.campaign, row.at) for row in session.exec(select(Occasion)).all()]


@pytest.mark.parametrize(
    ("happened", "kind"),
    [
        (sample("app_crash", 1, NOON_MS - 5, subject="editor"), "crash"),
        (sample("os_crash", 1, NOON_MS - 5), "crash"),
        (sample("boot_ms", 120_000, NOON_MS - 5), "slow_boot"),
    ],
)
def test_a_crash_and_a_slow_start_are_noted_when_they_are_counted(
    database: Database, settings: Settings, laptop: Laptop, happened: dict[str, Any], kind: str
) -> None:
    _count(database, settings, laptop, sample("dns_us", 5, subject="intranet"), happened)
    assert _noted(database) == [(laptop.device_id, kind, f"{kind}-2026-10-26", NOON_MS - 5)]


@pytest.mark.parametrize(
    "happened",
    [
        sample("boot_ms", 119_999, NOON_MS),
        sample("boot_ms", 300_000, NOON_MS, labels=AFTER_UPDATE),
        sample("app_crash", 1, NOON_MS - 4 * DAY_MS, subject="editor"),
        sample("app_crash", 1, NOON_MS, subject="editor", labels={"seen": "first run"}),
        sample("app_hang", 1, NOON_MS, subject="editor"),
    ],
)
def test_what_is_usual_stale_or_seen_at_a_first_look_is_not(
    database: Database, settings: Settings, laptop: Laptop, happened: dict[str, Any]
) -> None:
    _count(database, settings, laptop, happened)
    assert _noted(database) == []


def test_a_laptop_that_was_asked_about_something_is_left_alone_for_four_weeks(
    database: Database, settings: Settings, laptop: Laptop
) -> None:
    _count(database, settings, laptop, sample("app_crash", 1, NOON_MS - 3 * DAY_MS, subject="editor"))
    _count(database, settings, laptop, sample("boot_ms", 200_000, NOON_MS))
    assert [kind for _, kind, _, _ in _noted(database)] == ["crash"]


def test_a_kind_that_is_switched_off_or_that_nobody_defined_is_ignored(
    database: Database, settings: Settings, laptop: Laptop
) -> None:
    _count(database, replace(settings, event_questions=()), laptop, sample("app_crash", 1, NOON_MS, subject="editor"))
    with database.writing() as session:
        note(session, settings, [Happened(laptop.device_id, "ticket", NOON_MS)], NOON)
    assert _noted(database) == []


def test_what_others_know_of_comes_through_the_same_door(
    database: Database, settings: Settings, laptop: Laptop
) -> None:
    with database.writing() as session:
        note(session, settings, [Happened(laptop.device_id, "slow_boot", NOON_MS)], NOON)
    assert [kind for _, kind, _, _ in _noted(database)] == ["slow_boot"]
