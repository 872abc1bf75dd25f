"""What the service told, as the rules look at it."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from barometer_agent import prompting
from barometer_agent.asking import campaign_of, case_of, ordered
from barometer_agent.link.messages import PastPrompt, Questions
from barometer_agent.prompting import Desktop, Reason, Rules
from barometer_agent.spool.preferences import Preferences
from barometer_agent.spool.prompts import Outcome
from barometer_shared.questions import OpenQuestion

MONDAY = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)
NOW_MS = int(MONDAY.timestamp() * 1000)
HOUR_MS = 3_600_000


def reason(question: OpenQuestion, told: Questions, desktop: Desktop = Desktop(locked=False)) -> Reason:  # noqa: B008
    return prompting.decide(case_of(MONDAY, question, told, desktop)).reason


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (Questions([], []), Reason.ALLOWED),
        (Questions([], [PastPrompt("pulse", NOW_MS - HOUR_MS, Outcome.NOT_NOW)]), Reason.NOT_NOW),
        (Questions([], [PastPrompt("pulse", NOW_MS - HOUR_MS, Outcome.UNANSWERED)]), Reason.NOT_NOW),
        (Questions([], [PastPrompt("other", NOW_MS - HOUR_MS, Outcome.ANSWERED)]), Reason.TOO_SOON),
        (
            Questions(
                [],
                [PastPrompt("other", NOW_MS - 200 * HOUR_MS, Outcome.ANSWERED)],
                preferences=Preferences(ask_less=1),
            ),
            Reason.TOO_SOON,
        ),
        (Questions([], [], preferences=Preferences(never=True)), Reason.NEVER),
        (Questions([], [], preferences=Preferences(paused_until_ms=NOW_MS + 1)), Reason.PAUSED),
        (Questions([], [], preferences=Preferences(first_seen_ms=NOW_MS - HOUR_MS)), Reason.NEW_DEVICE),
        (Questions([], [], rules=Rules(never=True)), Reason.POLICY),
    ],
)
def test_what_was_shown_chosen_and_ruled_decides(pulse: OpenQuestion, told: Questions, expected: Reason) -> None:
    assert reason(pulse, told) is expected


def test_the_desktop_decides_too(pulse: OpenQuestion) -> None:
    assert reason(pulse, Questions([], []), Desktop(in_call=True)) is Reason.IN_CALL


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"expires_at": NOW_MS}, Reason.CLOSED),
        ({"opens_at": NOW_MS + 1}, Reason.TOO_EARLY),
        ({"occasion": "ticket", "occasion_at": NOW_MS - HOUR_MS}, Reason.TOO_EARLY),
        ({"occasion": "crash", "occasion_at": NOW_MS - 96 * HOUR_MS}, Reason.STALE),
    ],
)
def test_the_times_of_a_question_decide(pulse: OpenQuestion, change: dict[str, object], expected: Reason) -> None:
    assert reason(msgspec.structs.replace(pulse, **change), Questions([], [])) is expected


def test_a_turn_belongs_to_the_account(pulse: OpenQuestion) -> None:
    spread = msgspec.structs.replace(pulse, opens_at=NOW_MS - HOUR_MS, spread_days=4)
    told = [reason(spread, Questions([], [], account=f"person-{number}")) for number in range(40)]
    assert set(told) == {Reason.ALLOWED, Reason.NOT_YOUR_TURN}


def test_newcomers_are_asked_what_is_for_them(pulse: OpenQuestion) -> None:
    welcome = msgspec.structs.replace(pulse, onboarding=True)
    assert reason(welcome, Questions([], [], preferences=Preferences(first_seen_ms=NOW_MS))) is Reason.ALLOWED


def test_a_question_of_an_older_collector_is_open_for_everybody(pulse: OpenQuestion) -> None:
    found = campaign_of(pulse)
    assert (found.opens, found.spread_days, found.onboarding, found.occasion_at) == (None, 0, False, None)
    assert found.expires is not None
    assert found.expires - MONDAY > timedelta(days=1)


def test_what_may_come_stands_first_then_events_then_what_closes_first(pulse: OpenQuestion) -> None:
    def question(name: str, **times: object) -> OpenQuestion:
        return msgspec.structs.replace(pulse, campaign=name, **times)

    asked = [
        question("later", opens_at=NOW_MS + HOUR_MS),
        question("long", expires_at=NOW_MS + 90 * HOUR_MS),
        question("short", expires_at=NOW_MS + 9 * HOUR_MS),
        question("crash", occasion="crash", occasion_at=NOW_MS - HOUR_MS),
    ]
    told = ordered(MONDAY, Questions(asked, []))
    assert [one.campaign for one in told.questions] == ["crash", "short", "long", "later"]
