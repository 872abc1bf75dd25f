"""Every rule, looked at for one moment."""

from datetime import UTC, datetime, timedelta

import pytest

from barometer_agent.prompting.facts import Campaign, Desktop, Event, History
from barometer_agent.prompting.judgement import OF_DESKTOP, Judgement, Reason, State
from barometer_agent.prompting.judging import Case, judge
from barometer_agent.prompting.rules import Rules

MONDAY = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PULSE = Campaign("pulse")
BLANK = History()


def case(campaign: Campaign = PULSE, history: History = BLANK) -> Case:
    return Case(MONDAY, campaign, history, Rules(), Desktop())


def said(reason: Reason, of: Case) -> Judgement:
    return next(one for one in judge(of) if one.reason is reason)


def test_every_rule_says_something_once_and_in_its_order() -> None:
    assert [one.reason for one in judge(case())] == [reason for reason in Reason if reason is not Reason.ALLOWED]


def test_nothing_known_of_desktop_and_person_is_named_and_no_obstacle() -> None:
    unknown = {one.reason for one in judge(case()) if one.state is State.UNKNOWN}
    assert unknown == OF_DESKTOP | {Reason.SESSION_JUST_BEGAN, Reason.NEW_DEVICE}
    assert not [one for one in judge(case()) if one.state is State.OBSTACLE]


@pytest.mark.parametrize(
    ("campaign", "reason", "until"),
    [
        (Campaign("pulse", expires=MONDAY), Reason.CLOSED, None),
        (Campaign("pulse", opens=MONDAY + HOUR), Reason.TOO_EARLY, MONDAY + HOUR),
        (Campaign("x", occasion="ticket", occasion_at=MONDAY - 23 * HOUR), Reason.TOO_EARLY, MONDAY + HOUR),
        (Campaign("x", occasion="crash", occasion_at=MONDAY - 4 * DAY), Reason.STALE, None),
        (Campaign("x", occasion="something_newer", occasion_at=MONDAY - 4 * DAY), Reason.STALE, None),
    ],
)
def test_a_question_has_its_time(campaign: Campaign, reason: Reason, until: datetime | None) -> None:
    found = said(reason, case(campaign))
    assert (found.state, found.until) == (State.OBSTACLE, until)


@pytest.mark.parametrize(
    "campaign",
    [
        Campaign("pulse", MONDAY, MONDAY + HOUR),
        Campaign("x", occasion="ticket", occasion_at=MONDAY - 24 * HOUR),
        Campaign("x", occasion="slow_boot", occasion_at=MONDAY - 4 * DAY + HOUR),
    ],
)
def test_in_its_time_a_question_may_come(campaign: Campaign) -> None:
    assert not [one for one in judge(case(campaign)) if one.state is State.OBSTACLE]


def test_onboarding_is_asked_of_who_is_new() -> None:
    new = History(device_since=MONDAY - DAY)
    assert said(Reason.NEW_DEVICE, case(history=new)).until == MONDAY + 29 * DAY
    assert said(Reason.NEW_DEVICE, case(Campaign("welcome", onboarding=True), new)).state is State.CLEAR


def test_whose_turn_comes_later_waits_for_it() -> None:
    campaign = Campaign("pulse", MONDAY - HOUR, MONDAY + 60 * DAY, spread_days=30)
    turns = [said(Reason.NOT_YOUR_TURN, case(campaign, History(account=f"person-{one}"))) for one in range(100)]
    later = [turn for turn in turns if turn.state is State.OBSTACLE]
    assert 50 < len(later) < 100
    assert all(turn.until is not None and MONDAY < turn.until < MONDAY + 30 * DAY for turn in later)


def test_after_too_many_it_is_the_oldest_that_must_be_forgotten() -> None:
    shown = [Event("a", MONDAY - 20 * DAY, put_off=False), Event("b", MONDAY - 8 * DAY, put_off=False)]
    found = said(Reason.TOO_MANY, case(history=History(shown)))
    assert (found.until, found.values["count"]) == (MONDAY + 10 * DAY, 2)
    one = Case(MONDAY, PULSE, History(shown), Rules(most=1), Desktop())
    assert said(Reason.TOO_MANY, one).until == MONDAY + 22 * DAY


def test_where_policy_allows_none_no_time_brings_one() -> None:
    none = Case(MONDAY, Campaign("pulse"), History(), Rules(most=0), Desktop())
    assert (said(Reason.TOO_MANY, none).state, said(Reason.TOO_MANY, none).until) == (State.OBSTACLE, None)


def test_what_a_clock_that_was_ahead_has_noted_silences_nobody() -> None:
    ahead = [Event("a", MONDAY + 300 * DAY, put_off=False), Event("pulse", MONDAY + 300 * DAY, put_off=True)]
    assert not [one for one in judge(case(history=History(ahead))) if one.state is State.OBSTACLE]
    a_little = History([Event("a", MONDAY + HOUR, put_off=False)])
    assert said(Reason.TOO_SOON, case(history=a_little)).state is State.OBSTACLE
