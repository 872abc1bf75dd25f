from collections.abc import Callable
from typing import Any

from barometer_agent.sources.sign_ins import SignIn
from barometer_agent.sources.windows import events, sign_ins

MakeLog = Callable[..., Any]
NOW_US = events.moment_us("2026-03-02T10:00:00Z") or 0
DESKTOP_US = (events.moment_us("2026-03-02T07:01:10Z") or 0) - 35_663_000


def test_the_first_sign_in_of_a_boot_is_measured_from_the_password_to_the_desktop(make_log: MakeLog) -> None:
    log = make_log("boots-en")
    found = sign_ins.read("", 0, log, NOW_US)
    phases = {"profile": 1_098_000, "other": 1_030_000, "desktop": 14_515_000}
    assert found.events == (SignIn(DESKTOP_US, 16_643_000, phases),)
    assert sign_ins.read(found.cursor, 0, log, NOW_US).events == ()


def test_the_policies_of_the_person_are_taken_out_of_the_profile(make_log: MakeLog) -> None:
    (sign_in,) = sign_ins.read("", 0, make_log("boots-nl", "policies-nl"), NOW_US).events
    assert sign_in.phases_us == {"profile": 98_000, "policy": 1_000_000, "other": 1_030_000, "desktop": 14_515_000}
    assert sign_in.total_us == sum(sign_in.phases_us.values())


def test_policies_that_may_not_be_read_hide_no_sign_in(make_log: MakeLog) -> None:
    log = make_log("boots-nl", "policies-nl")
    log.refused.add(sign_ins.POLICY_CHANNEL)
    assert "policy" not in sign_ins.read("", 0, log, NOW_US).events[0].phases_us


def test_a_boot_without_a_desktop_has_no_sign_in(make_log: MakeLog, captured_xml: Callable[[str], list[str]]) -> None:
    xml = captured_xml("boots-en")[0].replace("'BootExplorerInitTime'>14515", "'BootExplorerInitTime'>0")
    assert sign_ins.read("", 0, make_log().add(xml), NOW_US).events == ()


def test_nothing_of_a_person_is_told(make_log: MakeLog) -> None:
    told = repr(sign_ins.read("", 0, make_log("boots-nl", "policies-nl"), NOW_US))
    assert not any(part in told for part in ("anna", "BEDRIJF", "S-1-", "LAPTOP"))
