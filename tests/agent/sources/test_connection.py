from collections.abc import Callable

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import connection
from barometer_agent.sources.connection import Connection

Asked = list[tuple[object, ...]]
FOUND = Connection("wifi", vpn=True, signal_dbm=-60)


def test_each_system_is_asked(stand_in: Callable[[str, object], Asked]) -> None:
    asked = stand_in("connection", FOUND)
    assert [connection.read(platform) for platform in ("linux", "win32", "darwin")] == [FOUND] * 3
    assert asked == [("linux",), ("windows",), ("macos",)]


@pytest.mark.parametrize(("told", "known"), [(-61, -60), (-63, -65), (-67, -65), (-68, -70), (0, 0), (None, None)])
def test_how_strong_the_wifi_is_tells_no_place_from_another(
    stand_in: Callable[[str, object], Asked], told: int | None, known: int | None
) -> None:
    stand_in("connection", Connection("wifi", vpn=False, signal_dbm=told))
    assert connection.read() == Connection("wifi", vpn=False, signal_dbm=known)


def test_a_system_without_a_reader_says_so(absent: Callable[[str], None]) -> None:
    absent("connection")
    with pytest.raises(NoData, match="not measured yet on Windows: the kind of connection"):
        connection.read("win32")


@pytest.mark.parametrize("answer", [True, False])
def test_each_system_tells_whether_there_is_a_link(stand_in: Callable[..., Asked], answer: bool) -> None:
    asked = stand_in("connection", answer, "is_up")
    assert [connection.is_up(platform) for platform in ("linux", "win32", "darwin")] == [answer] * 3
    assert asked == [("linux",), ("windows",), ("macos",)]


def test_where_no_link_can_be_seen_targets_are_tried(absent: Callable[[str], None]) -> None:
    absent("connection")
    assert connection.is_up("win32")


def test_this_machine_answers() -> None:
    assert connection.is_up() in (True, False)
