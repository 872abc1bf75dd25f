from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sources import usage as question
from barometer_agent.sources.macos import usage
from barometer_agent.sources.usage import AWAKE, Use

Plays = Callable[[str, str], None]


@pytest.fixture
def registry(mac: Callable[..., Path], captured: Callable[[str], str]) -> Plays:
    """An ioreg that tells of a session and of input."""

    def play(root: str, hid: str) -> None:
        folder = mac()
        (folder / "root").write_text(captured(root))
        (folder / "hid").write_text(captured(hid) if hid else "")
        program = folder / "ioreg"
        program.write_text(f'#!/bin/sh\ncase "$*" in *Root*) cat {folder}/root;; *) cat {folder}/hid;; esac\n')
        program.chmod(0o755)

    return play


def test_an_unlocked_session_that_was_touched_is_use(registry: Plays) -> None:
    registry("root_unlocked.plist", "hid.plist")
    assert usage.read() == Use(True, "input")


@pytest.mark.parametrize("root", ["root_locked.plist", "root_login_window.plist"])
def test_a_locked_screen_and_a_login_window_are_no_use(root: str, registry: Plays) -> None:
    registry(root, "hid.plist")
    assert usage.read() == Use(False, "input")


def test_a_mac_that_does_not_tell_of_input_counts_by_its_session(registry: Plays) -> None:
    registry("root_unlocked.plist", "")
    assert usage.read() == Use(True, "session")


def test_ten_minutes_without_input_end_the_use() -> None:
    assert usage.by_input(usage.IDLE_NS - 1) == Use(True, "input")
    assert usage.by_input(usage.IDLE_NS) == Use(False, "input")


def test_the_latest_input_of_all_devices_counts() -> None:
    assert usage.idle_ns([{"HIDIdleTime": 9}, {"HIDIdleTime": 4}, {}, {"HIDIdleTime": "x"}]) == 4


def test_a_mac_that_tells_nothing_counts_as_awake(mac: Callable[..., Path]) -> None:
    mac(ioreg=("", 1))
    assert question.read("darwin") == AWAKE
