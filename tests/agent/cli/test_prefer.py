"""``prefer``: what a person wants of questions, without an icon."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from barometer_agent.cli.main import main
from barometer_agent.cli.prefer import lines
from barometer_agent.language import speaker
from barometer_agent.link.messages import Questions
from barometer_agent.prompting import Rules
from barometer_agent.service import Service
from barometer_agent.spool.preferences import Preferences

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


def prefer(folder: Path, *flags: str) -> int:
    return main(["--data", str(folder), "prefer", *flags])


def told(chosen: Preferences, rules: Rules | None = None, code: str = "en") -> list[str]:
    return list(lines(Questions([], [], preferences=chosen, rules=rules or Rules()), speaker(code), NOW))


def test_without_flags_it_says_what_holds_and_changes_nothing(
    service: Service, short_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    usual = "Questions come by themselves at most once in 7 days (ask less: 0).\nLanguage: that of your session.\n"
    for _ in range(2):
        assert prefer(short_dir) == 0
        assert capsys.readouterr().out == usual


def test_what_is_chosen_holds_until_it_is_taken_back(
    service: Service, short_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert prefer(short_dir, "--ask-less", "2") == 0
    assert "at most once in 28 days (ask less: 2)" in capsys.readouterr().out
    assert prefer(short_dir, "--never", "on", "--pause", "on") == 0
    shown = capsys.readouterr().out
    assert "you chose never to be asked" in shown
    assert "paused until" in shown
    assert prefer(short_dir, "--never", "off", "--pause", "off") == 0
    shown = capsys.readouterr().out
    assert "once in 28 days" in shown
    assert "paused" not in shown


def test_a_language_holds_for_this_and_for_every_next_command(
    service: Service, short_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert prefer(short_dir, "--my-language", "nl") == 0
    assert "Taal: Nederlands." in capsys.readouterr().out
    asked = ["--data", str(short_dir), "answer", "--campaign", "none"]
    assert main(asked) == 0
    assert capsys.readouterr().out == "Er staat geen vraag voor je open.\n"
    assert main([*asked, "--language", "en"]) == 0
    assert capsys.readouterr().out == "No question is open for you.\n"
    assert prefer(short_dir, "--my-language", "session") == 0
    assert "Language: that of your session." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("place", "said"),
    [("left", "in the left corner"), ("right", "in the right corner"), ("browser", "in the browser")],
)
def test_where_questions_are_shown_is_chosen_and_left_to_the_session_again(
    service: Service, short_dir: Path, capsys: pytest.CaptureFixture[str], place: str, said: str
) -> None:
    assert prefer(short_dir, "--window", place) == 0
    assert said in capsys.readouterr().out
    assert prefer(short_dir) == 0
    assert said in capsys.readouterr().out
    assert prefer(short_dir, "--window", "session") == 0
    assert "Questions are shown" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "flags", [("--window", "above"), ("--ask-less", "5"), ("--never", "maybe"), ("--my-language", "xx")]
)
def test_what_cannot_be_chosen_is_said(
    flags: tuple[str, str], short_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        prefer(short_dir, *flags)
    assert ended.value.code == 2
    assert flags[0] in capsys.readouterr().err


def test_without_a_service_nothing_can_be_chosen(short_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert prefer(short_dir, "--never", "on") == 1
    assert "No service works in" in capsys.readouterr().err


def test_where_it_has_switched_questions_off_that_is_what_holds() -> None:
    assert told(Preferences(ask_less=1), Rules(never=True))[0] == (
        "Not now: IT has switched questions off on this laptop."
    )


def test_the_days_are_those_of_the_policy_and_a_pause_that_is_over_is_not_told() -> None:
    over = Preferences(ask_less=1, paused_until_ms=int((NOW - timedelta(hours=1)).timestamp() * 1000), language="nl")
    assert told(over, Rules(apart=timedelta(days=10)), "nl") == [
        "Er komt hooguit eens in 20 dagen vanzelf een vraag (minder vragen: 1).",
        "Taal: Nederlands.",
    ]


def test_where_a_choice_was_lost_nobody_is_told_that_they_made_it() -> None:
    assert told(Preferences(never=True, unreadable=True))[0] == "What you chose was lost: please choose again"
