import ctypes
from typing import Any

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.usage import AWAKE, Use
from barometer_agent.sources.windows import usage
from barometer_agent.sources.windows.usage import SessionInfo

NOW = 134_170_000_000_000_000  # 100 ns since 1601
MINUTE = 600_000_000
LOCKED, UNLOCKED, UNKNOWN = 0, 1, -1


def session(**fields: Any) -> bytes:
    info = SessionInfo(level=1, session=1, state=0, flags=UNLOCKED, last_input=NOW - MINUTE, now=NOW)
    info.user[0] = ord("a")
    for name, value in fields.items():
        setattr(info, name, value)
    return bytes(info)


def test_the_structure_is_that_of_windows() -> None:
    assert ctypes.sizeof(SessionInfo) == 232
    offsets = {name: getattr(SessionInfo, name).offset for name in ("flags", "station", "user", "domain", "last_input")}
    assert offsets == {"flags": 16, "station": 20, "user": 86, "domain": 128, "last_input": 192}


def test_input_over_remote_desktop_within_ten_minutes_is_use() -> None:
    assert usage.parse(session(), is_remote=True) == Use(True, "input")
    assert usage.parse(session(last_input=NOW - 10 * MINUTE), is_remote=True) == Use(True, "input")
    assert usage.parse(session(last_input=NOW - 11 * MINUTE), is_remote=True) == Use(False, "input")


def test_of_its_own_keyboard_windows_does_not_keep_up_the_time_of_the_last_input() -> None:
    assert usage.parse(session(last_input=NOW - 45 * MINUTE)) == Use(True, "session")
    assert usage.parse(session(last_input=NOW - 45 * MINUTE, flags=UNKNOWN)) == Use(True, "session")


@pytest.mark.parametrize(("is_remote", "basis"), [(False, "session"), (True, "input")])
def test_a_locked_session_is_no_use(is_remote: bool, basis: str) -> None:
    assert usage.parse(session(flags=LOCKED), is_remote=is_remote) == Use(False, basis)
    assert usage.parse(session(flags=LOCKED, last_input=0), is_remote=is_remote) == Use(False, "session")


def test_windows_7_says_locked_the_other_way_round() -> None:
    assert usage.parse(session(flags=LOCKED), is_reversed=True) == Use(True, "session")
    assert usage.parse(session(flags=UNLOCKED), is_reversed=True) == Use(False, "session")


def test_a_session_that_does_not_tell_of_input_is_used_while_it_is_open() -> None:
    assert usage.parse(session(last_input=0), is_remote=True) == Use(True, "session")
    assert usage.parse(session(flags=UNKNOWN), is_remote=True) == Use(True, "input")


def test_the_sign_in_screen_is_nobody_working() -> None:
    info = SessionInfo.from_buffer_copy(session())
    info.user[0] = 0
    assert usage.parse(bytes(info)) == Use(False, "session")


def test_a_session_that_is_not_on_the_screen_is_no_use() -> None:
    assert usage.parse(session(state=4)) == Use(False, "session")


def test_one_session_in_use_is_enough() -> None:
    assert usage.together([Use(False, "session"), Use(True, "input"), Use(False, "input")]) == Use(True, "input")
    assert usage.together([Use(False, "session"), Use(False, "input")]) == Use(False, "input")
    assert usage.together([Use(False, "session"), Use(False, "session")]) == Use(False, "session")


def test_a_windows_that_tells_of_no_session_counts_as_awake() -> None:
    assert usage.together([]) == AWAKE


def test_a_row_of_the_list_of_sessions_is_that_of_windows() -> None:
    assert ctypes.sizeof(usage.Listed) == 24


def test_half_an_answer_counts_as_awake() -> None:
    assert usage.parse(session()[:100]) == AWAKE


def test_elsewhere_there_are_no_sessions_of_windows() -> None:
    with pytest.raises(NoData):
        usage.read()
