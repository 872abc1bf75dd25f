from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from barometer_agent.sources.macos import own_session, registry

EVA, ANOTHER = 501, 502
HERE = {"kCGSSessionUserIDKey": EVA, "kCGSSessionOnConsoleKey": True}


class SignIn(NamedTuple):
    name: str
    terminal: str | None
    started: float


def users(*users: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"IORegistryEntryName": "Root"}, {"IOConsoleUsers": list(users)}]


@pytest.mark.parametrize(("name", "hidden"), [("root_unlocked.plist", False), ("root_locked.plist", True)])
def test_a_locked_session_hides_a_question(name: str, hidden: bool, captured: Callable[[str], str]) -> None:
    assert own_session.is_hidden(registry.parse(captured(name)), EVA) is hidden


def test_another_person_on_the_screen_hides_it_too() -> None:
    away, other = {**HERE, "kCGSSessionOnConsoleKey": False}, {**HERE, "kCGSSessionUserIDKey": ANOTHER}
    assert own_session.is_hidden(users(away, other), EVA) is True
    assert own_session.is_hidden(users(away, other), ANOTHER) is False


@pytest.mark.parametrize("entries", [[], users(), users({"kCGSSessionUserIDKey": "501"}), [{"IOConsoleUsers": 5}]])
def test_without_a_session_of_ones_own_it_is_not_known(entries: list[dict[str, Any]]) -> None:
    assert own_session.is_hidden(entries, EVA) is None


def test_a_session_began_with_the_last_sign_in_at_the_mac_itself() -> None:
    told = [
        SignIn("eva", "console", 100.0),
        SignIn("eva", "console", 300.0),
        SignIn("eva", "ttys000", 400.0),
        SignIn("tom", "console", 500.0),
    ]
    assert own_session.began(told, "eva") == 300.0
    assert own_session.began(told, "ann") is None


def test_the_registry_is_asked_for_the_last_input(mac: Callable[..., Path], captured: Callable[[str], str]) -> None:
    folder = mac(ioreg=captured("hid.plist"))
    found = own_session.read()
    assert (found.idle_ns, found.locked) == (66589625, None)
    assert (folder / "asked").read_text() == "ioreg -a -n Root -d 1\nioreg -a -r -d 1 -c IOHIDSystem\n"


def test_a_mac_that_tells_nothing_is_unknown(mac: Callable[..., Path]) -> None:
    mac(ioreg=("", 1))
    found = own_session.read()
    assert (found.idle_ns, found.locked) == (None, None)
