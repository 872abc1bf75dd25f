from typing import Any

import pytest

from barometer_agent.sources.windows import own_session
from barometer_agent.sources.windows.own_session import OwnSession
from barometer_agent.sources.windows.usage import SessionInfo

SINCE_US = 1_795_298_666_516_575
LOCKED, UNLOCKED, UNKNOWN = 0, 1, -1


def session(**fields: Any) -> bytes:
    info = SessionInfo(level=1, flags=UNLOCKED, logged_on=SINCE_US * 10 + 116_444_736_000_000_000)
    for name, value in fields.items():
        setattr(info, name, value)
    return bytes(info)


@pytest.mark.parametrize(("flags", "locked"), [(LOCKED, True), (UNLOCKED, False), (UNKNOWN, None)])
def test_a_session_tells_since_when_and_whether_it_is_locked(flags: int, locked: bool | None) -> None:
    assert own_session.parse(session(flags=flags)) == OwnSession(SINCE_US, locked, active=True)


def test_windows_7_says_locked_the_other_way_round() -> None:
    assert own_session.parse(session(flags=LOCKED), is_reversed=True).locked is False
    assert own_session.parse(session(flags=UNLOCKED), is_reversed=True).locked is True
    assert own_session.parse(session(flags=UNKNOWN), is_reversed=True).locked is None


def test_a_session_without_a_sign_in_has_no_beginning() -> None:
    assert own_session.parse(session(logged_on=0)) == OwnSession(None, locked=False, active=True)


@pytest.mark.parametrize(("state", "active"), [(0, True), (4, False), (1, False)])
def test_a_session_that_nobody_can_sit_at_is_not_active(state: int, active: bool) -> None:
    assert own_session.parse(session(state=state)).active is active


@pytest.mark.parametrize("answer", [b"", session()[:100]])
def test_half_an_answer_tells_nothing(answer: bytes) -> None:
    assert own_session.parse(answer) == OwnSession()


def test_elsewhere_nothing_is_told() -> None:
    assert own_session.read() == OwnSession()
