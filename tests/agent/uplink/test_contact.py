"""What the last contact left."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from barometer_agent.clock import Skew
from barometer_agent.spool import Spool
from barometer_agent.uplink.belief import LONGEST_MS, Doubted
from barometer_agent.uplink.contact import Contact
from barometer_shared.protocol import DeviceConfig
from barometer_shared.questions import OpenQuestion

if TYPE_CHECKING:
    FakeClock = Any

YEAR_MS = 365 * 86_400_000


def test_the_configuration_holds_after_a_restart(spool: Spool, pulse: OpenQuestion) -> None:
    config = DeviceConfig("v1", 60, [], [pulse])
    Contact(spool).keep(config, '"v1"')
    again = Contact(spool)
    assert (again.config, again.etag) == (config, '"v1"')
    assert again.has_config("v1")
    assert not again.has_config("v2")


def test_before_the_first_contact_nothing_is_known(spool: Spool, clock: "FakeClock") -> None:
    contact = Contact(spool)
    assert (contact.config, contact.etag, contact.skew_ms(clock.now())) == (None, "", None)


def test_a_damaged_configuration_is_fetched_anew(spool: Spool) -> None:
    spool.remember("config", "{")
    spool.remember("config_etag", '"v1"')
    assert Contact(spool).etag == ""


def test_how_the_clock_was_off_in_an_earlier_boot_is_known_after_restarts(spool: Spool, clock: "FakeClock") -> None:
    first = clock.now()
    contact = Contact(spool)
    contact.measured(5_000, first)
    assert contact.before(first) is None
    booted = replace(first, boot_id="boot-2", monotonic_ms=3)
    assert Contact(spool).before(booted) == Skew(5_000, first)
    again = Contact(spool)
    again.measured(5_500, booted)
    assert (again.skew_ms(booted), again.before(booted)) == (5_500, Skew(5_000, first))
    once_more = Contact(spool)
    assert (once_more.skew_ms(booted), once_more.before(booted)) == (5_500, Skew(5_000, first))


def test_the_skew_follows_a_clock_that_is_set(spool: Spool, clock: "FakeClock") -> None:
    contact = Contact(spool)
    contact.measured(5_000, clock.now())
    clock.advance(60_000)
    assert contact.skew_ms(clock.now()) == 5_000
    clock.step(3_600_000)
    assert contact.skew_ms(clock.now()) == 3_605_000
    assert Contact(spool).skew_ms(clock.now()) == 3_605_000


def contradict(contact: Contact, clock: "FakeClock", lasting_ms: int) -> None:
    """The clocks are compared every half hour, and are apart by something else each time."""
    for number in range(1, lasting_ms // 1_800_000 + 2):
        contact.measured(number * YEAR_MS, clock.now())
        clock.advance(1_800_000)


def test_what_is_not_believed_is_told_also_after_a_restart_until_it_is(spool: Spool, clock: "FakeClock") -> None:
    contact = Contact(spool)
    assert contact.doubted(clock.now()) is None
    heard = clock.now()
    contact.measured(YEAR_MS, heard)
    assert contact.doubted(clock.now()) == Contact(spool).doubted(clock.now()) == Doubted(Skew(YEAR_MS, heard), 0)
    clock.advance(60_000)
    contact.measured(YEAR_MS, clock.now())
    clock.boot("boot-2", clock.now().utc_ms)
    assert (contact.doubted(clock.now()), Contact(spool).doubted(clock.now())) == (None, None)


def test_in_a_boot_in_which_the_clocks_were_compared_nothing_is_in_doubt(spool: Spool, clock: "FakeClock") -> None:
    contact = Contact(spool)
    contact.measured(0, clock.now())
    contradict(contact, clock, LONGEST_MS)
    assert (contact.doubts, contact.doubted(clock.now()), contact.skew_ms(clock.now())) == (True, None, 0)


def test_after_a_day_of_contradictions_what_an_earlier_boot_knew_holds_no_more(
    spool: Spool, clock: "FakeClock"
) -> None:
    contact = Contact(spool)
    contact.measured(5_000, clock.now())
    clock.boot("boot-2", clock.now().utc_ms)
    contradict(contact, clock, LONGEST_MS - 1)
    assert (contact.doubted_too_long(clock.now()), contact.skew_ms(clock.now())) == (False, 5_000)
    contact.measured(-YEAR_MS, clock.now())
    assert (contact.doubted_too_long(clock.now()), contact.skew_ms(clock.now())) == (True, None)
    contact.measured(5_000, clock.now())
    assert (contact.doubted_too_long(clock.now()), contact.skew_ms(clock.now())) == (False, 5_000)


def test_a_start_asks_before_it_goes_by_an_earlier_doubt(spool: Spool, clock: "FakeClock") -> None:
    contradict(Contact(spool), clock, LONGEST_MS)
    again = Contact(spool)
    assert not again.doubted_too_long(clock.now())
    again.measured(-YEAR_MS, clock.now())
    assert again.doubted_too_long(clock.now())
