"""May a question be shown now?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.prompting import Desktop, Event, History, Reason, Rules, may_ask

MONDAY = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)
RULES = Rules()
QUIET = Desktop()
BLANK = History()

moments = st.timedeltas(timedelta(days=-200), timedelta(days=200)).map(lambda distance: MONDAY + distance)
events = st.builds(Event, st.sampled_from(["pulse", "ticket", "boot"]), moments, st.booleans())


def decide(history: History = BLANK, desktop: Desktop = QUIET, now: datetime = MONDAY) -> Reason:
    return may_ask(now, "pulse", history, RULES, desktop).reason


def ago(campaign: str = "other", *, put_off: bool = False, **distance: float) -> Event:
    return Event(campaign, MONDAY - timedelta(**distance), put_off)


def test_a_quiet_monday_morning_is_a_good_moment() -> None:
    decision = may_ask(MONDAY, "pulse", History(), RULES, QUIET)
    assert (decision.allowed, decision.reason) == (True, Reason.ALLOWED)


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (MONDAY.replace(hour=8, minute=59), Reason.OUTSIDE_HOURS),
        (MONDAY.replace(hour=9), Reason.ALLOWED),
        (MONDAY.replace(hour=17), Reason.OUTSIDE_HOURS),
        (MONDAY - timedelta(days=1), Reason.OUTSIDE_HOURS),
    ],
)
def test_only_in_working_hours(now: datetime, reason: Reason) -> None:
    assert decide(now=now) is reason


@pytest.mark.parametrize(
    ("desktop", "reason"),
    [
        (Desktop(locked=True), Reason.LOCKED),
        (Desktop(do_not_disturb=True), Reason.DO_NOT_DISTURB),
        (Desktop(full_screen=True), Reason.FULL_SCREEN),
        (Desktop(presenting=True), Reason.PRESENTING),
        (Desktop(in_call=True), Reason.IN_CALL),
        (Desktop(battery_percent=9), Reason.BATTERY_LOW),
        (Desktop(last_input=MONDAY - timedelta(minutes=3)), Reason.AWAY),
        (Desktop(session_since=MONDAY - timedelta(minutes=59)), Reason.SESSION_JUST_BEGAN),
        (Desktop(battery_percent=10, last_input=MONDAY, locked=False), Reason.ALLOWED),
    ],
)
def test_never_in_the_way(desktop: Desktop, reason: Reason) -> None:
    assert decide(desktop=desktop) is reason


@pytest.mark.parametrize(
    ("history", "reason"),
    [
        (History(never=True), Reason.NEVER),
        (History(paused_until=MONDAY + timedelta(hours=1)), Reason.PAUSED),
        (History(device_since=MONDAY - timedelta(days=29)), Reason.NEW_DEVICE),
        (History([ago(days=6.9)]), Reason.TOO_SOON),
        (History([ago(days=7)]), Reason.ALLOWED),
        (History([ago(days=7)], ask_less=1), Reason.TOO_SOON),
        (History([ago("a", days=8), ago("b", days=20)]), Reason.TOO_MANY),
        (History([ago("a", days=8), ago("b", days=31)]), Reason.ALLOWED),
        (History([ago("pulse", put_off=True, hours=11)]), Reason.NOT_NOW),
        (History([ago("pulse", put_off=True, hours=13)]), Reason.ALLOWED),
        (History([ago("pulse", put_off=True, days=day) for day in (1, 2, 3)]), Reason.NOT_NOW_TOO_OFTEN),
    ],
)
def test_rarely_enough(history: History, reason: Reason) -> None:
    assert decide(history) is reason


@given(moments, st.lists(events, max_size=6), st.integers(0, 3))
def test_it_is_never_outside_hours_nor_above_the_cap(now: datetime, shown: list[Event], ask_less: int) -> None:
    past = [event for event in shown if event.at <= now]
    if not may_ask(now, "pulse", History(past, ask_less=ask_less), RULES, QUIET).allowed:
        return
    assert now.weekday() < 5
    assert RULES.begins <= now.time() < RULES.ends
    others = {event.campaign for event in past if now - event.at < RULES.window} - {"pulse"}
    assert len(others) < RULES.most


@given(moments, st.lists(events, max_size=6), st.integers(0, 3))
def test_asking_less_never_asks_more(now: datetime, shown: list[Event], ask_less: int) -> None:
    history = History([event for event in shown if event.at <= now], ask_less=ask_less + 1)
    if may_ask(now, "pulse", history, RULES, QUIET).allowed:
        assert may_ask(now, "pulse", replace(history, ask_less=ask_less), RULES, QUIET).allowed
