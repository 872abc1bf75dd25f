"""What the last contact left."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from barometer_agent.clock import Skew
from barometer_agent.spool import Spool
from barometer_agent.uplink.contact import Contact
from barometer_shared.protocol import DeviceConfig
from barometer_shared.questions import OpenQuestion

if TYPE_CHECKING:
    FakeClock = Any


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
