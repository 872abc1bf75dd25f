"""Facts as they are read from the tables, on both engines."""

import numpy as np
import pytest

from barometer_collector.scoring.model import load as load_model
from barometer_collector.scoring.rules.days import day_of, past_day
from barometer_collector.scoring.rules.facts import Facts
from barometer_collector.scoring.store.facts import load
from tests.collector.scoring.records import NOW, TODAY, Records

MODEL = load_model()


def _facts(records: Records, *devices: int, day: int = TODAY) -> Facts:
    with records.database.reading() as session:
        return load(session, MODEL, devices, day_of(NOW) if day == TODAY else past_day(day))


def test_device_days_of_the_window_are_added_up_by_subject(records: Records) -> None:
    records.device(7)
    records.device(9)
    records.day(9, "tcp_connect_us", [5_000, 60_000], subject="mail", failed=2)
    records.day(9, "tcp_connect_us", [70_000], subject="mail", day=TODAY - 6)
    records.day(9, "tcp_connect_us", [1], subject="vpn")
    records.day(9, "tcp_connect_us", [1], subject="mail", day=TODAY - 7)

    rows = _facts(records, 7, 9).counted["tcp_connect_us"]

    assert rows.device.tolist() == [1, 1]
    assert rows.subjects == ("mail", "vpn")
    assert (rows.n.tolist(), rows.failed.tolist(), rows.total.tolist()) == ([3, 1], [2, 0], [135_000, 1])
    assert rows.buckets[0].tolist() == [0, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]


def test_sums_beyond_32_bits_are_exact(records: Records) -> None:
    records.device(1)
    for day in range(3):
        records.day(1, "tcp_connect_us", [2**40], day=TODAY - day)
    assert _facts(records, 1).counted["tcp_connect_us"].total.tolist() == [3 * 2**40]


def test_the_latest_five_boots_count_and_the_first_after_an_update_does_not(records: Records) -> None:
    records.device(1)
    for age in range(7):
        records.event(1, "boot_ms", 1000 + age, day=TODAY - age)
    records.event(1, "boot_ms", 99_999, day=TODAY, labels='{"after_update":"yes"}')
    records.event(1, "boot_ms", 5, day=TODAY - 60)
    assert sorted(_facts(records, 1).latest["boot_ms"].value.tolist()) == [1000, 1001, 1002, 1003, 1004]


def test_failures_are_limited_to_ten_per_application_device_and_day(records: Records) -> None:
    records.device(1)
    for _ in range(8):
        records.event(1, "app_crash", subject="x")
        records.event(1, "app_hang", subject="x")
    records.event(1, "app_crash", subject="x", day=TODAY - 13)
    records.event(1, "app_crash", subject="y", labels='{"signal":"SIGSEGV"}')
    records.event(1, "app_crash", subject="y", day=TODAY - 14)
    rows = _facts(records, 1).failures["app_crash"]
    times = zip(rows.subject.tolist(), rows.times.tolist(), strict=True)
    assert {rows.names[subject]: each for subject, each in times} == {"x": 11, "y": 1}


def test_crashes_from_before_hours_were_measured_make_no_rate(records: Records) -> None:
    records.device(1)
    records.event(1, "app_crash", subject="x", labels='{"signal":"SIGSEGV","seen":"first run"}')
    assert _facts(records, 1).failures["app_crash"].times.tolist() == []


def test_hours_in_use_are_added_over_14_days_and_what_they_are_based_on(records: Records) -> None:
    records.device(1)
    records.device(2)
    records.device(3)
    records.day(1, "use_seconds", [3600], subject="input", day=TODAY - 13)
    records.day(1, "use_seconds", [1800], subject="session", day=TODAY - 1)
    records.day(1, "use_seconds", [36_000], subject="input", day=TODAY - 14)
    records.day(2, "use_seconds", [3600], subject="awake")
    use = _facts(records, 1, 2, 3).use[14]
    assert use.hours[:2].tolist() == [1.5, 1.0]
    assert np.isnan(use.hours[2])
    assert use.awake.tolist() == [False, True, False]


def test_gaps_are_those_of_each_device(records: Records) -> None:
    records.device(1)
    records.device(2)
    records.gap(1, "app_hang")
    records.gap(2, "app_hang", "no_data")
    gaps = _facts(records, 1, 2).gaps["app_hang"]
    assert (gaps.not_applicable.tolist(), gaps.no_data.tolist()) == ([True, False], [False, True])


def test_today_counts_tomorrow_of_devices_ahead_of_utc_and_the_past_does_not(records: Records) -> None:
    records.device(1)
    records.day(1, "pressure_permille", [1], day=TODAY + 1)
    assert "pressure_permille" in _facts(records, 1).counted
    assert "pressure_permille" not in _facts(records, 1, day=TODAY - 1).counted


def test_of_devices_without_data_nothing_is_known(records: Records) -> None:
    records.device(1)
    found = _facts(records, 1)
    assert found.count == 1
    assert not found.counted
    assert found.latest["boot_ms"].value.size == 0


def _lost(records: Records, hours: int, metric: str = "app_crash") -> None:
    """Found out at noon today: so many hours of records may be missing."""
    records.event(1, "records_lost_seconds", hours * 3600, subject=metric)


@pytest.mark.parametrize(("hours", "days"), [(1, 1), (11, 1), (13, 2), (14 * 24, 14)])
def test_records_that_were_lost_take_their_days_out_of_the_rate_and_no_others(
    records: Records, hours: int, days: int
) -> None:
    records.device(1)
    for age in range(14):
        records.day(1, "use_seconds", [3600], subject="input", day=TODAY - age)
        records.event(1, "app_crash", subject="x", day=TODAY - age)
    _lost(records, hours)
    facts = _facts(records, 1)
    assert facts.recorded_hours("app_crash", 14).tolist() == [14.0 - days]
    assert facts.failures["app_crash"].times.tolist() == ([14 - days] if days < 14 else [])
    assert facts.recorded_hours("os_crash", 14).tolist() == [14.0]


def test_crashes_of_the_system_that_are_known_count_though_others_may_be_missing(records: Records) -> None:
    records.device(1)
    records.day(1, "use_seconds", [36_000], subject="input")
    records.event(1, "os_crash")
    _lost(records, 1, "os_crash")
    facts = _facts(records, 1)
    assert facts.failures["os_crash"].times.tolist() == [1]
    assert facts.recorded_hours("os_crash", 14).tolist() == [0.0]


def test_what_was_found_out_later_changes_no_day_before(records: Records) -> None:
    records.device(1)
    records.day(1, "use_seconds", [3600], subject="input", day=TODAY - 2)
    _lost(records, 80)
    assert _facts(records, 1, day=TODAY - 1).recorded_hours("app_crash", 14).tolist() == [1.0]


def test_another_device_keeps_its_hours(records: Records) -> None:
    for device in (1, 2):
        records.device(device)
        records.day(device, "use_seconds", [3600], subject="input")
    _lost(records, 1)
    assert _facts(records, 1, 2).recorded_hours("app_crash", 14).tolist() == [0.0, 1.0]
