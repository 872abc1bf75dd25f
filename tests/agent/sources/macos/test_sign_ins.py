import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import NoData
from barometer_agent.sources.cursor import restored
from barometer_agent.sources.macos import sign_ins
from barometer_agent.sources.macos.milestones import DESKTOP, SIGNED_IN, Milestone
from barometer_agent.sources.sign_ins import SignIn

UUID = "A000000A-0000-4000-8000-00000000000A"
BEGAN_AGO = 3600
MESSAGES = {SIGNED_IN: "sendDistributedNotification: com.apple.sessionDidLogin", DESKTOP: "login state: LoginComplete"}


def entry(name: str, ago: float) -> str:
    """A line of the log, ``ago`` seconds before now."""
    at = datetime.fromtimestamp(time.time() - ago, UTC)
    record = {
        "timestamp": f"{at:%Y-%m-%d %H:%M:%S.%f%z}",
        "machTimestamp": round((BEGAN_AGO - ago) * 24_000_000),
        "processImagePath": "/System/Library/CoreServices/loginwindow.app/Contents/MacOS/loginwindow",
        "eventMessage": MESSAGES[name],
        "bootUUID": UUID,
    }
    return json.dumps(record) + "\n"


def play(mac: Callable[..., Path], root: str, log: object) -> Path:
    began = int(time.time()) - BEGAN_AGO
    told = f"kern.bootsessionuuid: {UUID}\nkern.boottime: {{ sec = {began}, usec = 0 }} x\nhw.tbfrequency: 24000000\n"
    return mac(sysctl=told, ioreg=root, log=log)


@pytest.fixture
def unlocked(captured: Callable[[str], str]) -> str:
    return captured("root_unlocked.plist")


def test_a_sign_in_is_told_once_and_the_log_then_left_alone(mac: Callable[..., Path], unlocked: str) -> None:
    folder = play(mac, unlocked, entry(SIGNED_IN, 1010) + entry(DESKTOP, 1000.5))
    first = sign_ins.read("", 0)
    assert [round(one.total_us / 1e6, 1) for one in first.events] == [9.5]
    assert first.lost is None
    asked = (folder / "asked").read_text()
    assert sign_ins.read(first.cursor, 0).events == ()
    assert "log " not in (folder / "asked").read_text().removeprefix(asked)


def test_another_person_on_the_screen_is_looked_up_from_the_last_search_on(
    mac: Callable[..., Path], unlocked: str
) -> None:
    play(
        mac,
        unlocked.replace("100021", "100033"),
        entry(SIGNED_IN, 1010) + entry(DESKTOP, 1000) + entry(SIGNED_IN, 510) + entry(DESKTOP, 507),
    )
    until_us = round((time.time() - 900) * 1e6)
    cursor = json.dumps({"boot": UUID, "audit": 100021, "until_us": until_us})
    assert [round(one.total_us / 1e6) for one in sign_ins.read(cursor, 0).events] == [3]


def test_a_desktop_that_is_still_coming_is_waited_for(mac: Callable[..., Path], unlocked: str) -> None:
    play(mac, unlocked, entry(SIGNED_IN, 5))
    assert sign_ins.read("", 0).cursor == ""


def test_a_desktop_that_never_came_is_not_waited_for(mac: Callable[..., Path], unlocked: str) -> None:
    play(mac, unlocked, entry(SIGNED_IN, 1000))
    found = sign_ins.read("", 0)
    assert found.cursor != ""
    assert found.lost is not None


def test_nobody_on_the_screen_is_nothing_to_look_for(mac: Callable[..., Path], captured: Callable[[str], str]) -> None:
    folder = play(mac, captured("root_login_window.plist"), "")
    assert sign_ins.read("", 0).events == ()
    assert "log show" not in (folder / "asked").read_text()


def test_the_first_look_goes_no_further_back_than_asked(mac: Callable[..., Path], unlocked: str) -> None:
    play(mac, unlocked, entry(SIGNED_IN, 1010) + entry(DESKTOP, 1000))
    assert sign_ins.read("", round((time.time() - 500) * 1e6)).events == ()


def test_a_log_that_may_not_be_read_is_said(mac: Callable[..., Path], unlocked: str) -> None:
    play(mac, unlocked, ("log: must be admin to run 'show' command", 77))
    with pytest.raises(NoData, match="as root"):
        sign_ins.read("", 0)


def test_settling_ends_after_five_minutes() -> None:
    accepted = (Milestone(SIGNED_IN, 1_000_000, 1),)
    assert sign_ins.is_settling(accepted, 2_000_000)
    assert not sign_ins.is_settling(accepted, 301_000_000)
    assert not sign_ins.is_settling((*accepted, Milestone(DESKTOP, 1_500_000, 2)), 2_000_000)
    assert not sign_ins.is_settling((), 2_000_000)


@given(st.text(max_size=60))
def test_a_damaged_cursor_starts_anew(cursor: str) -> None:
    assert restored(cursor, sign_ins.Seen) is None
    assert restored('{"boot":"A","audit":[],"until_us":1}', sign_ins.Seen) is None


def test_a_sign_in_tells_no_parts() -> None:
    assert SignIn(1, 2).phases_us == {}
