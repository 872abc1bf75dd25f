from pathlib import Path

import pytest

from barometer_agent.sources.linux import logind
from tests.agent.sources.linux.fake_libsystemd import Libsystemd, Value

DESKTOP = {"Class": "user", "Type": "wayland", "State": "active", "Active": "yes", "Remote": "no"}
IDLE = {"LockedHint": "no", "IdleHint": "yes", "IdleSinceHint": "1795298666516575"}
ON_THE_BUS: dict[str, Value] = {"LockedHint": ("b", 0), "IdleHint": ("b", 1), "IdleSinceHint": ("t", 1795298666516575)}
FOLDER = "/org/freedesktop/login1/session"


def test_a_desktop_is_told_with_what_the_bus_alone_knows() -> None:
    library = Libsystemd({"c1": DESKTOP}, {f"{FOLDER}/c1": ON_THE_BUS})
    assert logind.properties(["c1"], library) == [DESKTOP | IDLE]
    assert set(library.asked) == {f"{FOLDER}/c1"}
    assert library.open == 0


def test_each_of_two_desktops_is_told_with_its_own_over_one_connection() -> None:
    locked: dict[str, Value] = {**ON_THE_BUS, "LockedHint": ("b", 1)}
    library = Libsystemd({"1": DESKTOP, "2": DESKTOP}, {f"{FOLDER}/1": ON_THE_BUS, f"{FOLDER}/2": locked})
    assert logind.properties(["1", "2"], library) == [DESKTOP | IDLE, DESKTOP | IDLE | {"LockedHint": "yes"}]
    assert library.connections == 1


def test_text_consoles_and_sessions_that_have_ended_are_not_asked_for_on_the_bus() -> None:
    library = Libsystemd({"1": DESKTOP | {"Type": "tty"}}, {f"{FOLDER}/1": ON_THE_BUS})
    assert logind.properties(["1", "ended"], library) == []
    assert library.connections == 0


@pytest.mark.parametrize("told", [None, {}, {f"{FOLDER}/c1": {"LockedHint": ("b", 0)}}])
def test_without_an_answer_from_the_bus_another_way_is_left(told: dict[str, dict[str, Value]] | None) -> None:
    library = Libsystemd({"c1": DESKTOP}, told)
    assert logind.properties(["c1"], library) is None
    assert library.open == 0


def test_a_library_that_lacks_a_function_leaves_another_way() -> None:
    assert logind.properties(["c1"], object()) is None


def test_the_systems_own_library_knows_no_session_of_that_name() -> None:
    if not any(Path("/usr/lib").glob("*/libsystemd.so.0")):
        pytest.skip("skipped, because libsystemd is not installed")
    assert logind.properties(["no-such-session"]) == []
