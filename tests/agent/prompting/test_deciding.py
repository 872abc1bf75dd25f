"""May a question be shown now, and if not, when?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barometer_agent.prompting.deciding import earliest, may_ask
from barometer_agent.prompting.facts import Campaign, Desktop, Event, History
from barometer_agent.prompting.judgement import Reason
from barometer_agent.prompting.judging import Case
from barometer_agent.prompting.rules import Rules

MONDAY = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)
RULES = Rules()
QUIET = Desktop()
BLANK = History()
PULSE = Campaign("pulse")
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

moments = st.timedeltas(timedelta(days=-200), timedelta(days=200)).map(lambda distance: MONDAY + distance)
events = st.builds(Event, st.sampled_from(["pulse", "ticket", "boot", "crash"]), moments, st.booleans())
pasts = st.lists(events, max_size=8)
wishes = st.integers(0, 5)
campaigns = st.builds(
    lambda opens, length, days, occasion: Campaign("pulse", opens, opens + length, days, occasion_at=occasion),
    moments,
    st.timedeltas(HOUR, timedelta(days=60)),
    st.integers(0, 30),
    st.none() | moments,
)
histories = st.builds(
    History, pasts, wishes, st.booleans(), st.none() | moments, st.none() | moments, st.sampled_from(["anna", "bert"])
)
stricter = st.builds(
    Rules,
    never=st.booleans(),
    most=st.integers(0, 2),
    window=st.integers(30, 365).map(lambda days: timedelta(days=days)),
    apart=st.integers(7, 365).map(lambda days: timedelta(days=days)),
    begins=st.integers(9, 12).map(time),
    ends=st.integers(13, 17).map(time),
    weekdays=st.frozensets(st.integers(0, 4)),
    after_session_start=st.integers(60, 480).map(lambda minutes: timedelta(minutes=minutes)),
    new_device=st.integers(30, 365).map(lambda days: timedelta(days=days)),
    not_now=st.integers(12, 720).map(lambda hours: timedelta(hours=hours)),
    most_not_now=st.integers(0, 2),
    active_within=st.integers(5, 120).map(lambda seconds: timedelta(seconds=seconds)),
    battery_percent=st.integers(10, 100),
    after_ticket=st.integers(24, 96).map(lambda hours: timedelta(hours=hours)),
    fresh=st.integers(1, 4).map(lambda days: timedelta(days=days)),
)
desktops = st.builds(
    Desktop,
    session_since=st.none() | st.integers(0, 600).map(lambda minutes: MONDAY - timedelta(minutes=minutes)),
    last_input=st.none() | st.integers(0, 300).map(lambda seconds: MONDAY - timedelta(seconds=seconds)),
    battery_percent=st.none() | st.integers(0, 100),
)


def decide(history: History = BLANK, desktop: Desktop = QUIET, now: datetime = MONDAY) -> Reason:
    return may_ask(now, PULSE, history, RULES, desktop).reason


def ago(campaign: str = "other", *, put_off: bool = False, **distance: float) -> Event:
    return Event(campaign, MONDAY - timedelta(**distance), put_off)


def test_a_quiet_monday_morning_is_a_good_moment() -> None:
    decision = may_ask(MONDAY, PULSE, History(), RULES, QUIET)
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
        (History([ago(days=14)], ask_less=1), Reason.ALLOWED),
        (History([ago("a", days=8), ago("b", days=20)]), Reason.TOO_MANY),
        (History([ago("a", days=8), ago("b", days=31)]), Reason.ALLOWED),
        (History([ago("a", days=15), ago("b", days=40)], ask_less=1), Reason.TOO_MANY),
        (History([ago("a", days=15), ago("b", days=60)], ask_less=1), Reason.ALLOWED),
        (History([ago("pulse", put_off=True, hours=11)]), Reason.NOT_NOW),
        (History([ago("pulse", put_off=True, hours=13)]), Reason.ALLOWED),
        (History([ago("pulse", put_off=True, days=day) for day in (1, 2, 3)]), Reason.NOT_NOW_TOO_OFTEN),
    ],
)
def test_rarely_enough(history: History, reason: Reason) -> None:
    assert decide(history) is reason


def test_policy_comes_before_everything() -> None:
    assert may_ask(MONDAY, PULSE, History(never=True), Rules(never=True), QUIET).reason is Reason.POLICY


@given(moments, campaigns, histories, stricter)
def test_it_is_never_outside_hours_nor_for_who_does_not_want_it(
    now: datetime, campaign: Campaign, history: History, rules: Rules
) -> None:
    if not may_ask(now, campaign, history, rules, QUIET).allowed:
        return
    assert now.weekday() in rules.weekdays
    assert rules.begins <= now.time() < rules.ends
    assert not history.never
    assert history.paused_until is None or now >= history.paused_until


@given(st.integers(0, 23), pasts, wishes)
def test_it_is_never_above_the_cap_and_keeps_apart(hour: int, shown: list[Event], ask_less: int) -> None:
    now = MONDAY.replace(hour=hour)
    past = [event for event in shown if event.at <= now]
    if not may_ask(now, PULSE, History(past, ask_less), RULES, QUIET).allowed:
        return
    assert len({event.campaign for event in past if now - event.at < 30 * DAY} - {"pulse"}) < 2
    assert all(now - event.at >= 7 * DAY for event in past if event.campaign != "pulse")


def shown_over(hours: int, wanted: Sequence[tuple[str, bool]], rules: Rules, ask_less: int) -> list[Event]:
    """What is shown in so many hours to somebody whose questions all are open, each put off or answered."""
    shown: list[Event] = []
    for hour in range(0, hours, 3):
        now = MONDAY + hour * HOUR
        done = {event.campaign for event in shown if not event.put_off}
        for name, puts_off in wanted:
            if name not in done and may_ask(now, Campaign(name), History(shown, ask_less), rules, QUIET).allowed:
                shown.append(Event(name, now, puts_off))
                break
    return shown


@settings(max_examples=15)
@given(st.lists(st.booleans(), min_size=3, max_size=5), st.integers(0, 1))
def test_whatever_happens_no_thirty_days_bring_three_questions(put_off: list[bool], ask_less: int) -> None:
    wanted = [(f"campaign-{number}", each) for number, each in enumerate(put_off)]
    shown = shown_over(50 * 24, wanted, RULES, ask_less)
    assert len(shown) >= 2
    for event in shown:
        since = [other for other in shown if event.at - 30 * DAY < other.at <= event.at]
        assert len({other.campaign for other in since}) <= 2
        others = [other for other in since if other.at < event.at and other.campaign != event.campaign]
        assert all(event.at - other.at >= 7 * DAY for other in others)
    for name, _ in wanted:
        times = [event.at for event in shown if event.campaign == name]
        assert len(times) <= 3
        assert all(later - earlier >= 12 * HOUR for earlier, later in pairwise(times))


def asked_in_a_year(every_days: int, ask_less: int) -> list[datetime]:
    """When somebody is asked for whom a question opens every so many days, and who answers each that comes."""
    shown: list[Event] = []
    for day in range(365):
        now = MONDAY + day * DAY
        campaign = Campaign(f"campaign-{len(shown)}", opens=MONDAY + len(shown) * every_days * DAY)
        if may_ask(now, campaign, History(shown, ask_less), RULES, QUIET).allowed:
            shown.append(Event(campaign.id, now, put_off=False))
    return [event.at for event in shown]


@settings(max_examples=15)
@given(st.integers(1, 60))
def test_in_a_year_whoever_is_asked_less_is_asked_no_more_and_seldomer_than_the_cap(every_days: int) -> None:
    usual, less = asked_in_a_year(every_days, 0), asked_in_a_year(every_days, 1)
    assert len(less) <= len(usual)
    assert all(third - first >= 60 * DAY for first, third in zip(less, less[2:], strict=False))
    if every_days <= 20:  # more often than two in sixty days
        assert len(less) < len(usual)


@given(moments, campaigns, histories, stricter, st.integers(0, 5))
def test_asking_less_never_asks_more(
    now: datetime, campaign: Campaign, history: History, rules: Rules, less: int
) -> None:
    fewer = replace(history, ask_less=history.ask_less + less)
    if may_ask(now, campaign, fewer, rules, QUIET).allowed:
        assert may_ask(now, campaign, history, rules, QUIET).allowed


@given(st.integers(-30, 30), campaigns, histories, stricter, desktops)
def test_a_stricter_policy_never_asks_more(
    minutes: int, campaign: Campaign, history: History, rules: Rules, desktop: Desktop
) -> None:
    now = MONDAY + timedelta(minutes=minutes)
    if may_ask(now, campaign, history, rules, desktop).allowed:
        assert may_ask(now, campaign, history, RULES, desktop).allowed


@given(moments, st.permutations(range(6)), st.lists(events, min_size=6, max_size=6))
def test_the_order_of_what_was_shown_does_not_matter(now: datetime, order: list[int], shown: list[Event]) -> None:
    ordered, mixed = History(shown), History([shown[place] for place in order])
    assert may_ask(now, PULSE, ordered, RULES, QUIET) == may_ask(now, PULSE, mixed, RULES, QUIET)


@given(moments, campaigns, histories, st.floats(0, 1))
def test_nothing_comes_before_the_earliest_moment_and_it_is_one(
    now: datetime, campaign: Campaign, history: History, part: float
) -> None:
    found = earliest(Case(now, campaign, history, RULES, QUIET))
    if found is None:
        assert not may_ask(now, campaign, history, RULES, QUIET).allowed
        return
    assert may_ask(found, campaign, history, RULES, QUIET).allowed
    between = now + part * (found - now)
    assert between >= found or not may_ask(between, campaign, history, RULES, QUIET).allowed


def test_the_earliest_moment_is_not_the_desktops_to_tell() -> None:
    assert earliest(Case(MONDAY, PULSE, BLANK, RULES, Desktop(locked=True))) == MONDAY
    friday = MONDAY.replace(day=20, hour=16)
    put_off = History([Event("pulse", friday, put_off=True)])
    assert earliest(Case(friday + HOUR, PULSE, put_off, RULES, QUIET)) == MONDAY.replace(day=23, hour=9)


@pytest.mark.parametrize(
    ("campaign", "history"),
    [(PULSE, History(never=True)), (Campaign("pulse", expires=MONDAY.replace(hour=23)), History([ago(days=1)]))],
)
def test_what_no_time_brings_has_no_earliest_moment(campaign: Campaign, history: History) -> None:
    assert earliest(Case(MONDAY, campaign, history, RULES, QUIET)) is None


def test_the_turns_of_a_campaign_reach_everybody_before_it_closes() -> None:
    campaign = Campaign("pulse", MONDAY, MONDAY + 14 * DAY, spread_days=14)
    found = [earliest(Case(MONDAY, campaign, History(account=f"p{one}"), RULES, QUIET)) for one in range(200)]
    days = {moment.date() for moment in found if moment is not None}
    assert None not in found
    assert len(days) >= 9
