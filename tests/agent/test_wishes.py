"""What people chose is kept at once, for them alone."""

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.clock import Clock
from barometer_agent.link.messages import Prefer
from barometer_agent.spool import Spool, SpoolError
from barometer_agent.spool.preferences import Preferences
from barometer_agent.wishes import Wishes, first_seen

if TYPE_CHECKING:
    FakeClock = Any

YEAR_2000_MS = 946_684_800_000
NOW_MS = 1_790_000_000_000
moments = st.integers(-(10**13), 10**13)
signs = st.lists(st.none() | moments, max_size=5)


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


def test_an_account_that_is_older_than_the_agent_is_not_new(wishes: Wishes, clock: "FakeClock") -> None:
    year_ms = 365 * 86_400_000
    came_ms = clock.now().utc_ms - year_ms
    assert wishes.met("anna", came_ms).first_seen_ms == came_ms == wishes.of("anna").first_seen_ms
    assert wishes.met("anna").first_seen_ms == came_ms
    assert wishes.met("bert").first_seen_ms == clock.now().utc_ms
    assert wishes.met("bert", came_ms + 1).first_seen_ms == came_ms + 1


@pytest.mark.parametrize("odd_ms", [0, -5, YEAR_2000_MS - 1, NOW_MS * 10])
def test_what_cannot_be_true_of_an_account_changes_nothing(wishes: Wishes, clock: "FakeClock", odd_ms: int) -> None:
    assert wishes.met("anna", odd_ms).first_seen_ms == clock.now().utc_ms


@given(st.integers(YEAR_2000_MS, 10**13), st.none() | moments, signs, st.none() | moments)
def test_one_more_sign_only_ever_makes_somebody_less_new(
    now_ms: int, kept_ms: int | None, told: list[int | None], more: int | None
) -> None:
    without, found = first_seen(now_ms, kept_ms, told), first_seen(now_ms, kept_ms, [*told, more])
    assert found <= without <= now_ms


@given(st.lists(st.tuples(st.integers(0, 10**11), signs), min_size=1, max_size=6), st.none() | moments)
def test_nobody_becomes_new_again(turns: list[tuple[int, list[int | None]]], kept_ms: int | None) -> None:
    now_ms = NOW_MS
    known = first_seen(now_ms, kept_ms, [])
    for later_ms, told in turns:
        now_ms += later_ms
        found = first_seen(now_ms, known, told)
        assert found <= known
        assert found == known or YEAR_2000_MS <= found <= now_ms
        known = found
