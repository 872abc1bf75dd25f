from collections.abc import Callable
from typing import Any

import pytest

from barometer_agent.sources.vpn_connects import VpnConnect
from barometer_agent.sources.windows import events, vpn_connects

MakeLog = Callable[..., Any]


def us(text: str) -> int:
    return events.moment_us(text) or 0


CONNECTED = VpnConnect(us("2026-03-02T07:50:02.5000000Z"), 2_500_000)
FAILED = VpnConnect(us("2026-03-02T12:00:21.0000000Z"), None, "809")


@pytest.mark.parametrize("name", ["vpn-nl", "vpn-de"])
def test_attempts_that_succeeded_and_failed_are_told(make_log: MakeLog, name: str) -> None:
    assert vpn_connects.read("", 0, make_log(name), us("2026-03-02T14:00:00Z")).events == (CONNECTED, FAILED)


def test_an_attempt_that_still_goes_on_is_told_when_it_has_ended(
    make_log: MakeLog, captured_xml: Callable[[str], list[str]]
) -> None:
    begun, linked, connected, *_ = captured_xml("vpn-nl")
    log = make_log().add(begun, linked)
    first = vpn_connects.read("", 0, log, us("2026-03-02T07:50:01Z"))
    assert first.events == ()
    log.add(connected)
    then = vpn_connects.read(first.cursor, 0, log, us("2026-03-02T07:55:00Z"))
    assert then.events == (CONNECTED,)
    assert vpn_connects.read(then.cursor, 0, log, us("2026-03-02T07:56:00Z")).events == ()


def test_an_attempt_that_never_ended_is_not_waited_for_without_end(make_log: MakeLog) -> None:
    log = make_log("vpn-nl")
    waiting = vpn_connects.read("", 0, log, us("2026-03-02T13:05:00Z"))
    assert waiting.events == (CONNECTED, FAILED)
    log.asked.clear()
    gone = vpn_connects.read(waiting.cursor, 0, log, us("2026-03-02T14:00:00Z"))
    assert gone.events == ()
    log.asked.clear()
    vpn_connects.read(gone.cursor, 0, log, us("2026-03-02T14:05:00Z"))
    assert log.asked == []


def test_an_end_without_a_beginning_is_left_out(make_log: MakeLog, captured_xml: Callable[[str], list[str]]) -> None:
    log = make_log().add(captured_xml("vpn-nl")[2])
    assert vpn_connects.read("", 0, log, us("2026-03-02T14:00:00Z")).events == ()


def test_a_clock_that_was_set_back_gives_no_figure(make_log: MakeLog, captured_xml: Callable[[str], list[str]]) -> None:
    begun, _, connected, *_ = captured_xml("vpn-nl")
    log = make_log().add(begun, connected.replace("07:50:02", "07:40:02"))
    assert vpn_connects.read("", 0, log, us("2026-03-02T14:00:00Z")).events == ()


@pytest.mark.parametrize(("code", "told"), [("809", ["809"]), ("631", []), ("1223", []), ("Utrecht", ["unknown"])])
def test_an_attempt_that_somebody_broke_off_is_no_failure(
    code: str, told: list[str], make_log: MakeLog, captured_xml: Callable[[str], list[str]]
) -> None:
    begun, failed = captured_xml("vpn-nl")[3:5]
    log = make_log().add(begun, failed.replace("809", code))
    assert [one.failure for one in vpn_connects.read("", 0, log, us("2026-03-02T14:00:00Z")).events] == told


@pytest.mark.parametrize("name", ["vpn-nl", "vpn-de"])
def test_no_name_is_told(make_log: MakeLog, name: str) -> None:
    told = repr(vpn_connects.read("", 0, make_log(name), us("2026-03-02T14:00:00Z")))
    assert not any(part in told for part in ("anna", "jürgen", "Utrecht", "Köln", "beispiel", "voorbeeld", "11111111"))
