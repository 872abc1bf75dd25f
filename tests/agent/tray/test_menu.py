"""What stands in the menu of the icon, and what a choice in it means."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent import __version__
from barometer_agent.cli.main import COMMANDS
from barometer_agent.language import names, speaker
from barometer_agent.link.messages import Prefer, Questions
from barometer_agent.prompting import Rules
from barometer_agent.spool.preferences import Preferences
from barometer_agent.tray.menu import (
    ABOUT,
    ANSWER,
    LANGUAGE,
    LESS,
    NEVER,
    OFF,
    PAUSE,
    STARTS,
    Entry,
    Spoken,
    entries,
    every,
    wish,
)
from barometer_shared.questions import OpenQuestion

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
TOMORROW_MS = int((NOW + timedelta(days=1)).timestamp() * 1000)
SPOKEN = Spoken(names(), "en")


USUAL = Rules()


def told(rules: Rules = USUAL, **chosen: object) -> Questions:
    return Questions([], [], preferences=msgspec.convert(chosen, Preferences), rules=rules)


def lines(of: Questions | None, code: str = "en") -> dict[int, Entry]:
    return {entry.id: entry for entry in every(entries(speaker(code), of, NOW, SPOKEN))}


def chosen(of: Questions, label: str) -> Prefer | None:
    """What the line of that label means."""
    (one,) = [entry.id for entry in lines(of).values() if entry.label == label]
    return wish(one, of, NOW, SPOKEN)


@pytest.mark.parametrize(
    ("code", "labels"),
    [
        ("en", ["Answer the question", "Tell IT something now…", "What Barometer sent", "My laptop's score",
                "What IT did with your answers", "",
                "Ask me less", "Pause questions today", "Never ask me", "Language", ""]),
        ("nl", ["Beantwoord de vraag", "Vertel IT nu iets…", "Wat Barometer verstuurde", "De score van mijn laptop",
                "Wat IT met je antwoorden deed", "",
                "Vraag me minder", "Vandaag geen vragen", "Vraag me nooit iets", "Taal (language)", ""]),
    ],
)  # fmt: skip
def test_it_stands_in_the_persons_language(code: str, labels: list[str], pulse: OpenQuestion) -> None:
    *shown, about = entries(speaker(code), Questions([pulse], []), NOW, SPOKEN)
    assert [entry.label for entry in shown] == labels
    assert all(entry.enabled for entry in shown)
    assert about.label.endswith(f" Barometer {__version__}")


def test_what_a_line_starts_is_a_command() -> None:
    assert {words[0] for words in STARTS.values()} <= set(COMMANDS)
    assert set(STARTS) <= set(lines(told()))


def test_without_a_question_the_first_line_says_so_and_does_nothing() -> None:
    assert lines(told())[ANSWER] == Entry(ANSWER, "No question is open for you.", enabled=False)


def test_without_a_service_nothing_can_be_chosen_but_what_it_is_and_the_first_line_says_why() -> None:
    shown = entries(speaker("en"), None, NOW, SPOKEN)
    assert shown[0] == Entry(OFF, "Barometer is not running just now", enabled=False)
    assert [entry.id for entry in shown if entry.enabled and entry.label] == [ABOUT]


def test_how_much_less_is_said_and_the_way_back_too() -> None:
    assert [entry.label for entry in lines(told())[LESS].children] == [
        "As often as usual (at most once in 7 days)",
        "At most once in 14 days",
        "At most once in 28 days",
        "At most once in 56 days",
        "At most once in 112 days",
    ]
    less = lines(told(ask_less=2))[LESS]
    assert less.label == "Ask me less (now at most once in 28 days)"
    assert [entry.checked for entry in less.children] == [False, False, True, False, False]
    assert chosen(told(), "At most once in 28 days") == Prefer(ask_less=2)
    assert chosen(told(ask_less=2), "As often as usual (at most once in 7 days)") == Prefer(ask_less=0)


def test_the_days_are_those_of_the_policy() -> None:
    strict = told(Rules(apart=timedelta(days=10)), ask_less=1)
    assert lines(strict)[LESS].label == "Ask me less (now at most once in 20 days)"


def test_a_choice_is_taken_back_where_it_was_made() -> None:
    assert not lines(told())[NEVER].checked
    assert chosen(told(), "Never ask me") == Prefer(never=True)
    assert lines(told(never=True))[NEVER].checked
    assert chosen(told(never=True), "Never ask me") == Prefer(never=False)


def test_a_pause_has_its_tick_until_it_ends() -> None:
    paused, over = told(paused_until_ms=TOMORROW_MS), told(paused_until_ms=TOMORROW_MS - 2 * 86_400_000)
    assert [lines(one)[PAUSE].checked for one in (told(), paused, over)] == [False, True, False]
    assert chosen(paused, "Pause questions today") == Prefer(paused=False)
    assert chosen(over, "Pause questions today") == Prefer(paused=True)


def test_who_is_never_asked_has_nothing_to_lessen_or_to_pause() -> None:
    shown = lines(told(never=True))
    assert [shown[one].enabled for one in (LESS, PAUSE, NEVER)] == [False, False, True]


def test_where_it_has_switched_questions_off_that_is_said_and_there_is_nothing_to_choose() -> None:
    shown = lines(told(Rules(never=True)))
    assert shown[OFF] == Entry(OFF, "IT has switched questions off here", enabled=False)
    assert [shown[one].enabled for one in (LESS, PAUSE, NEVER, LANGUAGE)] == [False, False, False, True]


def test_every_language_calls_itself_by_its_own_name() -> None:
    ways = lines(told(language="nl"), "nl")[LANGUAGE].children
    assert [(way.label, way.checked) for way in ways] == [
        ("Die van deze sessie (English)", False),
        ("English", False),
        ("Nederlands", True),
    ]
    assert chosen(told(), "Nederlands") == Prefer(language="nl")
    assert chosen(told(language="nl"), "That of this session (English)") == Prefer(language="")


def test_a_language_that_is_gone_is_that_of_the_session() -> None:
    assert [way.checked for way in lines(told(language="fy"))[LANGUAGE].children] == [True, False, False]


@given(st.integers(0, 9), st.booleans(), st.sampled_from(["", "en", "nl", "xx"]), st.booleans(), st.integers(-5, 300))
def test_each_line_has_a_number_of_its_own_and_what_has_no_choice_means_none(
    less: int, never: bool, language: str, off: bool, number: int
) -> None:
    of = told(Rules(never=off), ask_less=min(less, 4), never=never, language=language)
    shown = list(every(entries(speaker("nl"), of, NOW, SPOKEN)))
    assert len({entry.id for entry in shown}) == len(shown)
    meaning = wish(number, of, NOW, SPOKEN)
    offered = {entry.id for entry in every(entries(speaker("nl"), told(), NOW, SPOKEN)) if entry.checked is not None}
    assert (meaning is not None) == (number in offered)


def test_whose_choice_was_lost_is_asked_to_choose_again_and_unticking_never_is_that() -> None:
    lost = told(never=True, unreadable=True)
    assert lines(lost)[OFF] == Entry(OFF, "What you chose was lost: please choose again", enabled=False)
    assert lines(lost)[NEVER].checked
    assert chosen(lost, "Never ask me") == Prefer(never=False)
    assert OFF not in lines(told(never=True))
    assert lines(told(Rules(never=True), unreadable=True))[OFF].label == speaker("en")("tray.policy")
