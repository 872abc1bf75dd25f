from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from barometer_agent.sources.sign_ins import SignIn
from barometer_agent.sources.windows import events, performance, profiles, sign_ins

MakeLog = Callable[..., Any]
NOW_US = events.moment_us("2026-03-02T10:00:00Z") or 0
DESKTOP_US = (events.moment_us("2026-03-02T07:01:10Z") or 0) - 35_663_000


def test_the_first_sign_in_of_a_boot_is_measured_from_the_password_to_the_desktop(make_log: MakeLog) -> None:
    log = make_log("boots-en")
    found = sign_ins.read("", 0, log, NOW_US)
    phases = {"profile": 1_098_000, "other": 1_030_000, "desktop": 14_515_000}
    assert found.events == (SignIn(DESKTOP_US, 16_643_000, phases),)
    assert sign_ins.read(found.cursor, 0, log, NOW_US).events == ()


LANGUAGES = pytest.mark.parametrize(
    "logs", [("boots-nl", "policies-nl", "profiles-nl"), ("boots-de", "policies-de", "profiles-de")], ids=("nl", "de")
)


@LANGUAGES
def test_the_policies_of_the_person_are_taken_out_of_the_profile(make_log: MakeLog, logs: tuple[str, ...]) -> None:
    (sign_in,) = sign_ins.read("", 0, make_log(*logs[:2]), NOW_US).events
    assert sign_in.phases_us == {"profile": 98_000, "policy": 1_000_000, "other": 1_030_000, "desktop": 14_515_000}
    assert sign_in.total_us == sum(sign_in.phases_us.values())


def test_policies_that_may_not_be_read_hide_no_sign_in(make_log: MakeLog) -> None:
    log = make_log("boots-nl", "policies-nl")
    log.refused.add(sign_ins.POLICY_CHANNEL)
    assert "policy" not in sign_ins.read("", 0, log, NOW_US).events[0].phases_us


def test_a_boot_without_a_desktop_has_no_sign_in(make_log: MakeLog, captured_xml: Callable[[str], list[str]]) -> None:
    xml = captured_xml("boots-en")[0].replace("'BootExplorerInitTime'>14515", "'BootExplorerInitTime'>0")
    assert sign_ins.read("", 0, make_log().add(xml), NOW_US).events == ()


EVENING_US = events.moment_us("2026-03-02T20:00:00Z") or 0
FIRST_US = events.moment_us("2026-03-02T07:00:17.3Z") or 0
LATER = SignIn(events.moment_us("2026-03-02T09:29:52.5Z") or 0, None, {"profile": 2_500_000, "policy": 9_000_000})


@LANGUAGES
def test_a_later_sign_in_has_the_phases_that_windows_tells_and_no_total(
    make_log: MakeLog, logs: tuple[str, ...]
) -> None:
    first, later = sign_ins.read("", 0, make_log(*logs), EVENING_US).events
    assert (first.total_us, later) == (16_643_000, LATER)


def test_a_boot_that_windows_did_not_measure_has_its_sign_in(make_log: MakeLog) -> None:
    log = make_log("boots-nl", "profiles-nl")
    log.channels[performance.CHANNEL] = log.channels[performance.CHANNEL][1:]  # its culprits alone
    told = sign_ins.read("", 0, log, EVENING_US).events
    assert told[0] == SignIn(FIRST_US, None, {"profile": 1_100_000})


def test_a_boot_that_is_measured_late_tells_its_sign_in_without_the_phases_that_were_told(make_log: MakeLog) -> None:
    log = make_log("boots-nl", "profiles-nl")
    boot = log.channels[performance.CHANNEL].pop(0)
    before = sign_ins.read("", 0, log, EVENING_US)
    log.add(boot.replace("RecordID>7<", "RecordID>77<").replace("T07:03:58", "T20:03:58"))
    (late,) = sign_ins.read(before.cursor, 0, log, EVENING_US + 3_600_000_000).events
    assert late == SignIn(DESKTOP_US, 16_643_000)


def test_profiles_that_may_not_be_read_hide_no_sign_in(make_log: MakeLog) -> None:
    log = make_log("boots-nl", "profiles-nl")
    log.refused.add(profiles.CHANNEL)
    found = sign_ins.read("", 0, log, EVENING_US)
    assert [each.total_us for each in found.events] == [16_643_000]
    log.refused.clear()
    assert [each.total_us for each in sign_ins.read(found.cursor, 0, log, EVENING_US).events] == [None]


def test_a_cursor_from_before_there_were_profiles_goes_on(make_log: MakeLog) -> None:
    log = make_log("boots-nl", "profiles-nl")
    old = performance.follow(log, (performance.BOOT,), "", 0).cursor()
    assert sign_ins.read(old, NOW_US, log, EVENING_US).events == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.integers(0, 20 * 60), max_size=12))
def test_each_is_told_once_whenever_it_is_looked(make_log: MakeLog, minutes: list[int]) -> None:
    log, cursor, told = make_log("boots-nl", "policies-nl", "profiles-nl"), "", []
    for minute in [*sorted(minutes), 20 * 60]:
        now = (events.moment_us("2026-03-02T00:00:00Z") or 0) + minute * 60_000_000
        found = sign_ins.read(cursor, 0, log.until(now), now)
        cursor = found.cursor
        told += found.events
    assert [each.total_us for each in told] == [16_643_000, None]


@LANGUAGES
def test_nothing_of_a_person_is_told(make_log: MakeLog, logs: tuple[str, ...]) -> None:
    told = repr(sign_ins.read("", 0, make_log(*logs), EVENING_US))
    assert not any(part in told for part in ("anna", "jürgen", "BEDRIJF", "FIRMA", "S-1-", "LAPTOP", "NOTEBOOK"))
