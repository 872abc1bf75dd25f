"""Samples become device-days: the same rows, whatever the order, the split and the engine."""

import secrets
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.ingest.service import take_in
from barometer_collector.rollup import service
from barometer_collector.rollup.service import events, history, roll_up
from barometer_collector.settings import Settings
from barometer_shared.metrics import METRICS
from tests.collector.laptops import NOON, NOON_MS, TODAY, Laptop, batch, enrol, sample

DAY_MS = 86_400_000


def _store(database: Database, settings: Settings, laptop: Laptop, *batches: dict[str, Any]) -> None:
    for each in batches:
        with database.writing() as session:
            take_in(session, settings, _no_answers, [laptop.arrival(each)], NOON_MS)


def _no_answers(*_all: object) -> tuple[()]:
    return ()


def test_the_days_of_a_device_are_shown_with_their_means(
    database: Database, settings: Settings, laptop: Laptop
) -> None:
    _store(
        database,
        settings,
        laptop,
        batch(sample("boot_ms", 20_000, NOON_MS), sample("boot_ms", 40_000, NOON_MS - DAY_MS)),
        batch(
            sample("dns_us", 10, NOON_MS, subject="intranet"),
            sample("dns_us", 20, NOON_MS, subject="intranet"),
            sample("dns_us", 0, NOON_MS, subject="intranet", failed=True),
            sample("dns_us", 0, NOON_MS, subject="vpn", failed=True),
        ),
    )
    assert roll_up(database, NOON) == 2
    shown = history(database, laptop.device_id, TODAY)
    assert [(each.metric, each.subject, each.n, each.failed, each.mean, each.unit) for each in shown] == [
        ("boot_ms", "", 1, 0, 20_000, "ms"),
        ("dns_us", "intranet", 2, 1, 15, "us"),
        ("dns_us", "vpn", 0, 1, None, "us"),
    ]
    assert len(history(database, laptop.device_id, TODAY - 1)) == 4


def test_events_are_shown_newest_first(database: Database, settings: Settings, laptop: Laptop) -> None:
    crash = sample("app_crash", 1, NOON_MS, subject="editor", labels={"version": "2"})
    _store(
        database,
        settings,
        laptop,
        batch(sample("boot_ms", 9_000, NOON_MS - 5), crash, sample("disk_free_permille", 5, subject="/")),
    )
    roll_up(database, NOON)
    first, second = events(database, laptop.device_id, 0, 10)
    assert (first.metric, first.subject, first.value, first.labels) == ("app_crash", "editor", 1, {"version": "2"})
    assert (second.metric, second.at) == ("boot_ms", NOON_MS - 5)
    assert len(events(database, laptop.device_id, 0, 1)) == 1


def test_rolling_up_again_changes_nothing(database: Database, settings: Settings, laptop: Laptop) -> None:
    _store(database, settings, laptop, batch(sample()))
    assert (roll_up(database, NOON), roll_up(database, NOON)) == (1, 0)
    assert [each.n for each in history(database, laptop.device_id, 0)] == [1]


def test_others_may_write_between_two_bites(
    database: Database, settings: Settings, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_FIRST_BITE", 1)
    monkeypatch.setattr(service, "next_size", lambda *_: 1)
    _store(database, settings, laptop, *(batch(sample()) for _ in range(4)))
    pauses: list[int] = []
    assert roll_up(database, NOON, lambda: pauses.append(len(pauses))) == 4
    assert len(pauses) == 4


_samples = st.builds(
    lambda metric, value, back, failed: _one(metric, value, back, failed),
    st.sampled_from([metric for metric in METRICS.values() if metric.name != "use_seconds"]),
    st.integers(0, 10**9),
    st.integers(0, 3 * DAY_MS),
    st.booleans(),
)


def _one(metric: Any, value: int, back: int, failed: bool) -> dict[str, Any]:
    more: dict[str, Any] = {"subject": f"s{value % 2}"} if metric.subject.value else {}
    if failed and metric.kind.value != "event":
        more["failed"] = True
    within = metric.minimum + value % (metric.maximum - metric.minimum + 1)
    return sample(metric.name, within, NOON_MS - back, **more)


def _expected(samples: list[dict[str, Any]], offset_minutes: int) -> dict[tuple[int, int, str], list[Any]]:
    """The same device-days, computed in Python from the samples."""
    days: dict[tuple[int, int, str], list[Any]] = defaultdict(lambda: [0] * 15 + [None, None])
    for each in samples:
        metric = METRICS[each["metric"]]
        row = days[(each["at"] + offset_minutes * 60_000) // DAY_MS, metric.code, each.get("subject", "")]
        if each.get("failed"):
            row[1] += 1
            continue
        row[0] += 1
        row[2] += each["value"]
        row[3 + metric.bucket(each["value"])] += 1
        row[15] = each["value"] if row[15] is None else min(row[15], each["value"])
        row[16] = each["value"] if row[16] is None else max(row[16], each["value"])
    return dict(days)


def _found(database: Database, device_id: int) -> dict[tuple[int, int, str], list[Any]]:
    counts = ", ".join(["n", "failed", "total", *(f"b{n}" for n in range(12)), "lowest", "highest"])
    query = text(f"SELECT day, metric, subject, {counts} FROM device_day WHERE device_id = :d")  # noqa: S608 - names of ours
    with database.reading() as session:
        rows = session.connection().execute(query, {"d": device_id})
        return {(row[0], row[1], row[2]): list(row[3:]) for row in rows}


@hypothesis_settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_samples, min_size=1, max_size=40), st.integers(-840, 840), st.data())
def test_any_order_split_and_lateness_gives_what_python_computes_from_the_samples(
    database: Database, settings: Settings, samples: list[dict[str, Any]], offset: int, data: st.DataObject
) -> None:
    for order in (samples, data.draw(st.permutations(samples))):
        laptop = enrol(database, settings)
        rest = list(order)
        while rest:
            count = data.draw(st.integers(1, len(rest)))
            now, rest = rest[:count], rest[count:]
            sent = batch(*now, utc_offset_minutes=offset)
            _store(database, settings, laptop, *[sent] * data.draw(st.integers(1, 2)))  # a batch may be sent again
            if data.draw(st.booleans()):
                roll_up(database, NOON)
        roll_up(database, NOON)
        assert _found(database, laptop.device_id) == _expected(samples, offset)


@hypothesis_settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(_samples, min_size=1, max_size=12), min_size=1, max_size=4), st.data())
def test_both_engines_make_the_same_rows(
    engines: tuple[tuple[Database, Settings], ...], batches: list[list[dict[str, Any]]], data: st.DataObject
) -> None:
    hardware, sent = secrets.token_hex(32), [batch(*samples) for samples in batches]
    found = []
    for database, settings in engines:
        laptop = enrol(database, settings, hardware=hardware)
        for each in data.draw(st.permutations(sent)):
            _store(database, settings, laptop, each)
            if data.draw(st.booleans()):
                roll_up(database, NOON)
        roll_up(database, NOON)
        found.append(_found(database, laptop.device_id))
    assert found[0] == found[1] == _expected([each for samples in batches for each in samples], 0)
