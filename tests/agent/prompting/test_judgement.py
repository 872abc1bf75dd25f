"""What one rule says about one moment."""

from datetime import UTC, datetime, timedelta

from barometer_agent.prompting.judgement import OF_DESKTOP, Reason, State, known, lasting

NOW = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_what_is_not_known_is_no_obstacle_and_is_called_so() -> None:
    assert known(Reason.LOCKED, None, {}).state is State.UNKNOWN
    assert known(Reason.LOCKED, obstacle=True, values={}).state is State.OBSTACLE
    assert known(Reason.LOCKED, obstacle=False, values={}).state is State.CLEAR
    assert lasting(Reason.NEW_DEVICE, NOW, None, HOUR, {}).state is State.UNKNOWN


def test_an_obstacle_that_lasts_says_until_when() -> None:
    early = lasting(Reason.NOT_NOW, NOW, NOW - HOUR / 2, HOUR, {})
    assert (early.state, early.until) == (State.OBSTACLE, NOW + HOUR / 2)
    over = lasting(Reason.NOT_NOW, NOW, NOW - HOUR, HOUR, {})
    assert (over.state, over.until) == (State.CLEAR, None)


def test_the_desktop_decides_nothing_that_the_clock_does() -> None:
    assert Reason.SESSION_JUST_BEGAN not in OF_DESKTOP
    assert Reason.AWAY in OF_DESKTOP
