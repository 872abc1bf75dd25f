from collections.abc import Callable

import pytest

from barometer_agent.sources.windows import events, profiles
from barometer_agent.sources.windows.events import Event
from barometer_agent.sources.windows.profiles import Profile

Captured = Callable[[str], tuple[Event, ...]]
HOUR_US = 3_600_000_000


def us(text: str) -> int:
    return events.moment_us(f"2026-03-02T{text}Z") or 0


FIRST = Profile(us("07:00:16.2"), us("07:00:17.3"))
LATER = Profile(us("09:29:50"), us("09:29:52.5"))


@pytest.mark.parametrize("name", ["profiles-nl", "profiles-de"])
def test_each_is_known_by_its_session_and_one_without_an_end_or_beginning_is_none(
    captured: Captured, name: str
) -> None:
    assert profiles.parse(captured(name)) == (FIRST, LATER)


def test_what_took_longer_than_anybody_waits_was_no_sign_in(captured: Captured) -> None:
    began, ended = captured("profiles-nl")[:2]
    late = Event(ended.id, ended.provider, ended.record, began.at_us + 601_000_000, data=ended.data)
    assert profiles.parse((began, late)) == ()


def test_a_sign_in_of_the_last_hour_waits(captured: Captured) -> None:
    found = captured("profiles-nl")
    assert profiles.settled(found, LATER.from_us + HOUR_US - 1) == ((FIRST,), found[2])
    assert profiles.settled(found, us("10:29:51") + HOUR_US) == ((FIRST, LATER), None)


def test_one_that_a_wrong_clock_dated_after_now_does_not_wait(captured: Captured) -> None:
    assert profiles.settled(captured("profiles-nl"), us("06:00:00"))[0] == (FIRST, LATER)
