from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.linux import journal, vpn_connects
from barometer_agent.sources.linux.journal import Page
from barometer_agent.sources.records import Records
from barometer_agent.sources.vpn_connects import VpnConnect
from barometer_shared.samples import GapKind

START_US = 1_795_298_000_000_000


def line(second: float, text: str, key: str = "0x55d0c0b0a2d0", boot: str = "b1") -> dict[str, Any]:
    """A line of NetworkManager, in the shape of version 1.36; the name of the VPN holds a trap."""
    us = round(second * 1_000_000)
    prefix = f'<info>  [1795298000.0000] vpn-connection[{key},e30e20a1-6f99-46d8-9e7e-2007356cff21,"kantoor: 4",0]: '
    return {
        "__CURSOR": f"s={second}",
        "__REALTIME_TIMESTAMP": str(START_US + us),
        "__MONOTONIC_TIMESTAMP": str(5_000_000 + us),
        "_BOOT_ID": boot,
        "MESSAGE": prefix + text,
    }


STARTING, STARTED, STOPPED = (
    f"VPN plugin: state changed: {word}" for word in ("starting (3)", "started (4)", "stopped (6)")
)


def test_a_connect_is_timed_until_it_stands() -> None:
    entries = (line(0, "Started the VPN service, PID 5270"), line(1, STARTING), line(3.5, STARTED), line(90, STOPPED))
    assert vpn_connects.connects(entries) == (VpnConnect(START_US + 3_500_000, 2_500_000),)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("VPN plugin: failed: connect-failed (1)", "connect"),
        ("VPN plugin: failed: login-failed (0)", "sign_in"),
        ("dbus: failure: bad-ip-config (2)", "ip_config"),
        ("dbus: failure: another (9)", "unknown"),
        ("VPN connection: connect timeout exceeded.", "timeout"),
    ],
)
def test_a_connect_that_failed_is_told_once_with_the_reason(said: str, why: str) -> None:
    entries = (line(1, STARTING), line(3, said), line(3.001, said), line(3.1, STOPPED), line(60, said))
    failed = [VpnConnect(START_US + second * 1_000_000, None, why) for second in (3, 60)]
    assert vpn_connects.failures(entries) == tuple(failed)
    assert vpn_connects.connects(entries) == ()


def test_a_connect_that_was_stopped_without_a_failure_was_broken_off() -> None:
    entries = (line(1, STARTING), line(3, STOPPED))
    assert (vpn_connects.connects(entries), vpn_connects.failures(entries)) == ((), ())


def test_two_vpns_at_once_are_kept_apart() -> None:
    entries = (line(1, STARTING), line(2, STARTING, key="0x1"), line(3, STARTED, key="0x1"), line(6, STARTED))
    assert [found.total_us for found in vpn_connects.connects(entries)] == [1_000_000, 5_000_000]


def test_an_attempt_that_a_restart_cut_off_is_no_connect() -> None:
    assert vpn_connects.connects((line(1, STARTING), line(2, STARTED, boot="b2"))) == ()


def test_the_words_of_a_later_version_at_debug_are_known() -> None:
    new = {
        **line(1, ""),
        "MESSAGE": '<debug> [1795298000.0] vpn[0x55d0,e30e20a1,"kantoor"]: dbus: state changed: starting (3)',
    }
    end = {**line(2, ""), "MESSAGE": new["MESSAGE"].replace("starting (3)", "started (4)")}
    assert [found.total_us for found in vpn_connects.connects((new, end))] == [1_000_000]


def test_an_attempt_that_may_still_go_on_is_read_again_next_time() -> None:
    page = Page((line(0, STARTING), line(1, STARTED), line(2, STARTING)), "s=2")
    now_us = START_US + 5_000_000
    assert vpn_connects.settle(page, "", now_us) == Page(page.entries[:2], "s=1")
    assert vpn_connects.settle(page, "", now_us + vpn_connects.LONGEST_US) == page
    assert vpn_connects.settle(Page(page.entries[2:], "s=2"), "s=1", now_us) == Page((), "s=1")


Logged = Callable[..., Records[VpnConnect]]


@pytest.fixture
def logged(journal_holds: Callable[..., None], tmp_path: Path) -> Logged:
    """Reads a journal that holds these lines of NetworkManager."""

    def read(*lines: dict[str, Any]) -> Records[VpnConnect]:
        journal_holds({"*": lines})
        return vpn_connects.read("", 0, tmp_path)

    return read


def test_what_was_logged_is_told_without_the_name_of_the_vpn(logged: Logged) -> None:
    found = logged(line(1, STARTING), line(2, STARTED))
    assert found == Records((VpnConnect(START_US + 2_000_000, 1_000_000),), "s=2")
    assert "kantoor" not in repr(found)


def test_a_network_manager_that_tells_no_states_tells_failures(logged: Logged) -> None:
    failure = line(2, "dbus: failure: connect-failed (1)")
    assert logged(line(1, "starting openvpn"), failure).events == (VpnConnect(START_US + 2_000_000, None, "connect"),)


def test_a_network_manager_that_tells_no_states_says_what_to_set(logged: Logged) -> None:
    with pytest.raises(NoData, match="VPN:DEBUG"):
        logged(line(1, "starting openvpn"))


def test_a_long_silence_is_left_behind_so_that_reading_gets_to_what_follows(logged: Logged) -> None:
    silent = [line(second, "starting openvpn") for second in range(journal.MOST_AT_ONCE)]
    assert logged(*silent) == Records((), silent[-1]["__CURSOR"])


def test_without_vpns_there_is_nothing_to_tell(logged: Logged) -> None:
    assert logged() == Records((), "")


def test_without_network_manager_nothing_records_connects(tmp_path: Path) -> None:
    with pytest.raises(NoData, match="NetworkManager does not run") as nothing:
        vpn_connects.read("", 0, tmp_path / "missing")
    assert nothing.value.kind is GapKind.NOT_APPLICABLE
