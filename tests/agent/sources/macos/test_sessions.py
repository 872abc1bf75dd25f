from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import registry, sessions
from barometer_agent.sources.macos.sessions import Session

AT_WORK = Session(100021, on_screen=True, signed_in=True, locked=False)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("root_unlocked.plist", AT_WORK),
        ("root_locked.plist", Session(100021, on_screen=True, signed_in=True, locked=True)),
        ("root_login_window.plist", Session(100021, on_screen=True, signed_in=False, locked=False)),
    ],
)
def test_a_session_tells_whether_somebody_can_work(
    name: str, expected: Session, captured: Callable[[str], str]
) -> None:
    assert sessions.parse(registry.parse(captured(name))) == (expected,)


def test_the_root_of_the_registry_is_asked(mac: Callable[..., Path], captured: Callable[[str], str]) -> None:
    folder = mac(ioreg=captured("root_unlocked.plist"))
    assert sessions.read() == (AT_WORK,)
    assert (folder / "asked").read_text() == "ioreg -a -n Root -d 1\n"


def test_nobody_has_signed_in_yet() -> None:
    assert sessions.parse([{"IOConsoleLocked": True}]) == ()
    assert sessions.parse([{"IOConsoleUsers": []}]) == ()


def test_a_registry_that_tells_of_no_session_is_no_data() -> None:
    with pytest.raises(NoData, match="does not tell of any session"):
        sessions.parse([{"IORegistryEntryName": "Root"}])


def test_of_several_people_the_one_on_the_screen_counts() -> None:
    away = Session(100022, on_screen=False, signed_in=True, locked=False)
    assert sessions.on_screen((away, AT_WORK)) == AT_WORK
    assert sessions.on_screen((away,)) is None
    assert sessions.on_screen((Session(1, on_screen=True, signed_in=False, locked=False),)) is None
