from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.prompting import Desktop
from barometer_agent.sources.windows import desktop
from barometer_agent.sources.windows.notification_state import Manners
from barometer_agent.sources.windows.own_session import OwnSession

NOW = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)
HOUR_AGO_US = int((NOW - timedelta(hours=1)).timestamp()) * 1_000_000

told = st.sampled_from([True, False, None])


@given(told, told)
def test_a_hint_may_tell_yes_and_never_no(whole: bool | None, hint: bool | None) -> None:
    found = desktop.hinted(whole, hint)
    assert (found is True) == (whole is True or hint is True)
    assert (found is False) == (whole is False and hint is not True)


def test_elsewhere_nothing_is_known_but_the_battery() -> None:
    found = desktop.read(NOW)
    assert found == Desktop(battery_percent=found.battery_percent)


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("session_locked", "locked"),
        ("manners_locked", "locked"),
        ("restricted", "do_not_disturb"),
        ("quiet_time", "do_not_disturb"),
        ("full_screen", "full_screen"),
        ("presenting", "presenting"),
        ("consent", "in_call"),
    ],
)
def test_what_each_source_tells_has_its_own_place(monkeypatch: pytest.MonkeyPatch, told: str, state: str) -> None:
    session = OwnSession(HOUR_AGO_US, locked=told == "session_locked")
    manners = Manners(*(told == name for name in ("manners_locked", "full_screen", "presenting", "quiet_time")))
    monkeypatch.setattr(desktop.own_session, "read", lambda: session)
    monkeypatch.setattr(desktop.notification_state, "read", lambda: manners)
    monkeypatch.setattr(desktop.notification_mode, "is_restricted", lambda: told == "restricted")
    monkeypatch.setattr(desktop.last_input, "idle_ms", lambda: 1500)
    monkeypatch.setattr(desktop.consent, "is_in_use", lambda since_us: told == "consent" and since_us == HOUR_AGO_US)
    monkeypatch.setattr(desktop.charge, "percent", lambda: 42)
    nothing = Desktop(
        session_since=NOW - timedelta(hours=1),
        last_input=NOW - timedelta(seconds=1.5),
        locked=False,
        do_not_disturb=False,
        full_screen=False,
        presenting=False,
        in_call=False,
        battery_percent=42,
    )
    assert desktop.read(NOW) == replace(nothing, **{state: True})
