"""Where the window lies."""

import re

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.screen import Area
from barometer_agent.tray.corner import Side, geometry, room

WHOLE = (1920 + 1280, 1080)
MAIN = Area(1920, 24, 1280, 1000)  # a panel above, one below, on the screen to the right
SHAPE = re.compile(r"(\d+)x(\d+)([+-])(-?\d+)-(-?\d+)")


def seen(told: str, whole: tuple[int, int]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom, as Tk reads it."""
    width, height, sign, across, below = SHAPE.fullmatch(told).groups()  # type: ignore[union-attr]
    left = int(across) if sign == "+" else whole[0] - int(across) - int(width)
    top = whole[1] - int(below) - int(height)
    return left, top, left + int(width), top + int(height)


def test_it_lies_in_the_lower_corner_of_the_main_screen_and_not_under_a_panel() -> None:
    assert seen(geometry(MAIN, WHOLE, (400, 300), Side.RIGHT), WHOLE) == (3200 - 416, 708, 3200 - 16, 1008)
    assert seen(geometry(MAIN, WHOLE, (400, 300), Side.LEFT), WHOLE) == (1936, 708, 2336, 1008)


def test_what_is_twice_as_large_stays_twice_as_far_from_the_edge() -> None:
    assert seen(geometry(MAIN, WHOLE, (400, 300), Side.RIGHT, 2.0), WHOLE)[2:] == (3200 - 32, 992)


sizes = st.tuples(st.integers(1, 1280), st.integers(1, 1000))


@given(sizes, st.sampled_from(Side), st.floats(1, 4))
def test_whatever_fits_is_seen_whole(size: tuple[int, int], side: Side, scale: float) -> None:
    left, top, right, bottom = seen(geometry(MAIN, WHOLE, size, side, scale), WHOLE)
    assert MAIN.left <= left
    assert right <= MAIN.left + MAIN.width
    assert MAIN.top <= top
    assert bottom <= MAIN.top + MAIN.height


@given(st.integers(1, 3000), st.integers(1, 3000), st.floats(1, 4))
def test_there_is_always_some_room_and_never_more_than_is_free(width: int, height: int, scale: float) -> None:
    wide, high = room(Area(0, 0, width, height), scale)
    assert 1 <= wide <= max(1, width)
    assert 1 <= high <= max(1, height)
