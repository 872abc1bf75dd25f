import ctypes

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.windows import last_input
from barometer_agent.sources.windows.last_input import LastInputInfo

WRAP = 1 << 32
WEEK_MS = 7 * 86_400_000
ticks = st.integers(0, WRAP - 1)


@given(ticks, st.integers(0, WEEK_MS))
def test_what_passed_is_what_passed_also_when_the_ticks_begin_anew(tick: int, passed: int) -> None:
    assert last_input.between(tick, (tick + passed) % WRAP) == passed


@given(ticks, st.integers(1, 60_000))
def test_an_input_that_lies_a_little_ahead_was_just_now(tick: int, ahead: int) -> None:
    assert last_input.between((tick + ahead) % WRAP, tick) == 0


def test_the_structure_is_that_of_windows() -> None:
    assert ctypes.sizeof(LastInputInfo) == 8


def test_elsewhere_it_is_not_known() -> None:
    assert last_input.idle_ms() is None
