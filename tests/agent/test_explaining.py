"""Why a question is or is not shown now, in words."""

import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from barometer_agent import language
from barometer_agent.explaining import explain
from barometer_agent.language.en import TEXTS
from barometer_agent.prompting import Campaign, Case, Desktop, Event, History, Reason, Rules, decide

MONDAY = datetime(2026, 11, 16, 11, 0, tzinfo=timezone(timedelta(hours=1)))
HOUR = timedelta(hours=1)
SEEN = History(device_since=MONDAY - timedelta(days=400))
CASE = Case(MONDAY, Campaign("pulse", expires=MONDAY + timedelta(days=60)), SEEN, Rules(), Desktop(locked=False))


def told(case: Case, code: str = "en") -> list[str]:
    return list(explain(case, language.speaker(code)))


def line_of(reason: Reason, case: Case, code: str = "en") -> str:
    place = [judgement.reason for judgement in decide(case).judgements].index(reason)
    return told(case, code)[place - len(Reason) + 1]


def test_every_rule_has_its_text_and_says_what_it_was_judged_from() -> None:
    for judgement in decide(CASE).judgements:
        names = {name for _, name, _, _ in string.Formatter().parse(TEXTS[f"rule.{judgement.reason}"]) if name}
        assert names == set(judgement.values)


def test_what_may_be_shown_says_so_and_then_every_rule() -> None:
    lines = told(CASE)
    assert lines[0] == "A question may be shown now."
    assert len(lines) == len(Reason)
    assert not [line for line in lines[1:] if line.startswith("  blocks ")]


@pytest.mark.parametrize(
    ("reason", "desktop", "said"),
    [
        (Reason.LOCKED, Desktop(locked=True), "  blocks   Not while the screen is locked. Is it? yes."),
        (Reason.LOCKED, Desktop(locked=False), "  ok       Not while the screen is locked. Is it? no."),
        (Reason.LOCKED, Desktop(), "  unknown  Not while the screen is locked. Is it? not known here."),
        (
            Reason.AWAY,
            Desktop(last_input=MONDAY.astimezone(UTC) - HOUR),
            "  blocks   Only within 120 seconds of a key or the mouse; the last was: Monday 2026-11-16 10:00.",
        ),
    ],
)
def test_a_rule_says_what_it_knows(reason: Reason, desktop: Desktop, said: str) -> None:
    assert line_of(reason, replace(CASE, desktop=desktop)) == said


def test_what_never_was_is_none_and_not_unknown() -> None:
    assert line_of(Reason.TOO_SOON, CASE) == "  ok       Questions come at least 7 days apart; the last one was: none."


def test_in_dutch_it_is_said_in_dutch() -> None:
    assert line_of(Reason.OUTSIDE_HOURS, CASE, "nl") == (
        "  goed       Werktijd is maandag, dinsdag, woensdag, donderdag, vrijdag van 09:00 tot 17:00; "
        "het is nu maandag 2026-11-16 11:00."
    )


def test_the_clock_tells_when_it_could_be_otherwise() -> None:
    put_off = replace(SEEN, shown=[Event("pulse", MONDAY - HOUR, put_off=True)])
    assert told(replace(CASE, history=put_off))[:2] == [
        "Not now: you put this question off.",
        "The clock allows it at the earliest: Tuesday 2026-11-17 09:00.",
    ]


def test_what_somebody_chose_is_not_the_clocks_to_change() -> None:
    assert told(replace(CASE, history=replace(SEEN, never=True)))[1] == "Time alone will not change that."


def test_where_the_desktop_alone_is_in_the_way_that_is_said() -> None:
    assert told(replace(CASE, desktop=Desktop(in_call=True)))[1].startswith("The clock allows it now")
