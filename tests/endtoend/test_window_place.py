"""Where the window of a question lies on a real desktop: not under the panel, whole, in the corner that was chosen."""

import shutil
import struct
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from barometer_agent.sources.linux import x11, x_screen
from tests.agent.sources.linux import real_properties
from tests.endtoend.desktop import HEIGHT, WIDTH, Desktop, switched_on

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(240)]
_GET_GEOMETRY, _TRANSLATE_COORDINATES = 14, 40
PANEL = 32  # pixels at the lower edge
SHOW = """
import sys
from barometer_agent.language import speaker
from barometer_agent.tray.corner import Side
from barometer_agent.tray.surroundings import of_this_desktop
from barometer_agent.tray.window import show
from barometer_shared.questions import Faces, OpenQuestion
text = {"nl": "Hoe werkte je laptop vandaag?"}
asked = OpenQuestion("pulse", Faces(text), text, text, 9)
show(asked, speaker("nl"), "nl", offered=True, around=of_this_desktop(Side(sys.argv[1])))
"""
Place = tuple[int, int, int, int]


@pytest.fixture(scope="module")
def desktop() -> Iterator[Desktop]:
    folder = Path(tempfile.mkdtemp(prefix="barodesk"))  # sockets need short paths
    try:
        with switched_on(folder) as made, made.panel():
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def shown(desktop: Desktop, side: str, wait: Callable[..., Any]) -> Iterator[Place]:
    """Left, top, right and bottom of the window, without what the window manager puts around it."""
    with desktop.program(sys.executable, "-c", SHOW, side):
        (window,) = wait(lambda: desktop.windows("Barometer"), 30)
        yield wait(lambda: lies_still(desktop, window), 30)


def lies_still(desktop: Desktop, window: str) -> Place | None:
    places = {place_of(desktop, window) for _ in range(5)}
    return places.pop() if len(places) == 1 else None


def place_of(desktop: Desktop, window: str) -> Place:
    with x11.connected(desktop.environment["DISPLAY"]) as server:
        assert server is not None
        root = x_screen.root(server.setup())
        size = server.ask(struct.pack("=BxHI", _GET_GEOMETRY, 0, int(window)))
        where = server.ask(struct.pack("=BxHIIhh", _TRANSLATE_COORDINATES, 0, int(window), root, 0, 0))
    assert size is not None
    assert where is not None
    width, height = struct.unpack_from("=16xHH", size)
    left, top = struct.unpack_from("=12xhh", where)
    return left, top, left + width, top + height


@pytest.mark.parametrize("side", ["right", "left"])
def test_it_lies_above_the_panel_in_the_corner_that_was_chosen(
    desktop: Desktop, wait: Callable[..., Any], side: str
) -> None:
    with shown(desktop, side, wait) as (left, top, right, bottom):
        assert HEIGHT - PANEL - 40 < bottom <= HEIGHT - PANEL
        assert (left < 40) is (side == "left")
        assert (right > WIDTH - 40) is (side == "right")
        assert top > HEIGHT / 3


def test_twice_as_large_it_is_still_whole_and_above_the_panel(desktop: Desktop, wait: Callable[..., Any]) -> None:
    with shown(desktop, "right", wait) as (left, _, right, _):
        usual = right - left
    with real_properties.keeper(desktop.environment["DISPLAY"]) as keeper:
        keeper.settings({"Xft/DPI": 2 * 96 * 1024})
        with shown(desktop, "right", wait) as (left, top, right, bottom):
            assert right - left > 1.7 * usual
            assert 0 <= left < right <= WIDTH
            assert 0 <= top < bottom <= HEIGHT - PANEL
