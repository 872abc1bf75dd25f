"""What people chose is kept at once, for them alone."""

from typing import TYPE_CHECKING, Any

import pytest

from barometer_agent.clock import Clock
from barometer_agent.link.messages import Prefer
from barometer_agent.spool import Spool, SpoolError
from barometer_agent.spool.preferences import Preferences
from barometer_agent.wishes import Wishes

if TYPE_CHECKING:
    FakeClock = Any


@pytest.fixture
def wishes(spool: Spool, clock: Clock) -> Wishes:
    return Wishes(spool, clock)


def test_a_choice_holds_for_whoever_made_it(wishes: Wishes) -> None:
    assert wishes.change(Prefer(ask_less=1), "anna").ask_less == 1
    assert wishes.change(Prefer(never=True), "anna") == Preferences(ask_less=1, never=True)
    assert wishes.of("bert") == Preferences()


def test_meeting_somebody_again_changes_nothing(wishes: Wishes, clock: "FakeClock") -> None:
    first = wishes.met("anna")
    clock.advance(60_000)
    assert wishes.met("anna") == first == wishes.of("anna")


def test_a_choice_that_cannot_be_kept_is_an_error_and_meeting_somebody_is_not(wishes: Wishes, spool: Spool) -> None:
    spool._read(lambda connection: connection.execute("PRAGMA query_only = ON").close())
    assert wishes.met("anna").first_seen_ms is not None
    with pytest.raises(SpoolError):
        wishes.change(Prefer(never=True), "anna")


def test_whose_choice_was_lost_is_not_asked_until_they_choose(wishes: Wishes, spool: Spool) -> None:
    spool.prefer("anna", Preferences(never=True, unreadable=True))
    assert wishes.met("anna").never
    assert wishes.change(Prefer(ask_less=1), "anna").unreadable
    assert wishes.change(Prefer(never=False), "anna").never is False
    assert not wishes.of("anna").unreadable
