"""What the employee is told is what the code does: figures, agreed words, menu, commands and folders."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from barometer_agent import __version__, config
from barometer_agent.cli.main import COMMANDS, build_parser
from barometer_agent.desk import MOST_DAYS
from barometer_agent.language import names, speaker
from barometer_agent.link.messages import Questions
from barometer_agent.prompting import Rules
from barometer_agent.seeing import seen_by
from barometer_agent.tray import course
from barometer_agent.tray.menu import Spoken, entries, every
from barometer_collector.people.rules import RIGHTS, Right, Role
from barometer_collector.sentiment.rules.votes import PERIOD_DAYS
from barometer_collector.settings import Settings
from barometer_shared.questions import Anonymous, Faces, OpenQuestion

DOCS = Path(__file__).resolve().parents[2] / "docs"
LANGUAGES = ("en", "nl")
ASKED = Questions([OpenQuestion("pulse", Faces({"en": "?"}), {"en": "IT"}, {"en": "why"}, 9)], [])
RULES = Rules()
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
FIGURES = {
    "en": (
        f"At most {RULES.most} questions in {RULES.window // DAY} days, at least {RULES.apart // DAY} days apart",
        f"between {RULES.begins:%H:%M} and {RULES.ends:%H:%M}",
        f"Not in your first {RULES.new_device // DAY} days on this laptop",
        f"less than {RULES.battery_percent} %",
        f"within {RULES.active_within // MINUTE} minutes after you used a key or the mouse",
        f"do nothing for {course.UNANSWERED_SECONDS} seconds",
        f"comes back after {RULES.not_now // HOUR} hours at the earliest, and at most {RULES.most_not_now} times",
        f"comes within {RULES.fresh // DAY} days or not at all",
        f"for {course.UNDO_SECONDS} seconds after that you can take it back",
        f"On the laptop, for {MOST_DAYS} days",
        f"IT reads once in {PERIOD_DAYS} days",
        f"only when it is the words of {Settings.min_respondents} people or more",
    ),
    "nl": (
        f"Hooguit {RULES.most} vragen in {RULES.window // DAY} dagen, met minstens {RULES.apart // DAY} dagen ertussen",
        f"tussen {RULES.begins:%H:%M} en {RULES.ends:%H:%M}",
        f"Niet in je eerste {RULES.new_device // DAY} dagen op deze laptop",
        f"minder dan {RULES.battery_percent} % in de accu",
        f"binnen {RULES.active_within // MINUTE} minuten nadat je een toets of de muis gebruikte",
        f"doe je {course.UNANSWERED_SECONDS} seconden niets",
        f"komt na {RULES.not_now // HOUR} uur op zijn vroegst terug, en hooguit {RULES.most_not_now} keer",
        f"komt binnen {RULES.fresh // DAY} dagen of niet meer",
        f"daarna kun je het {course.UNDO_SECONDS} seconden lang terugnemen",
        f"Op de laptop, {MOST_DAYS} dagen lang",
        f"leest IT eens in de {PERIOD_DAYS} dagen",
        f"alleen als het woorden van {Settings.min_respondents} of meer mensen zijn",
    ),
}
NAMED = {RULES.after_session_start: HOUR, RULES.weekdays: frozenset(range(5))}  # "the first hour", "Monday to Friday"


def page(code: str) -> str:
    """The page as it is read: a quotation and its line breaks are only how it is written."""
    text = (DOCS / f"employee.{code}.md").read_text(encoding="utf-8")
    return " ".join(re.sub(r"^> ", "", text, flags=re.MULTILINE).split())


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_limits_of_questions_are_those_of_the_rules(code: str) -> None:
    assert [figure for figure in FIGURES[code] if figure not in page(code)] == []
    assert all(rule == meant for rule, meant in NAMED.items())


@pytest.mark.parametrize("code", LANGUAGES)
def test_who_sees_an_answer_is_told_in_the_words_of_the_question(code: str) -> None:
    say, needed = speaker(code), Settings.min_respondents
    group = {"en": "Finance", "nl": "Financiën"}
    closes = int(datetime(2026, 11, 27, 12, tzinfo=UTC).timestamp() * 1000)
    nobodys = Anonymous(group, "A" * 66, "0" * 64, 12, closes)
    text = {"en": "?"}
    asked = OpenQuestion("pulse", Faces(text), text, text, closes, needed)
    anonymous = OpenQuestion("calm", Faces(text), text, text, closes, needed, anonymous=nobodys)
    for agreed in (
        seen_by(asked, share=False, say=say, language=code),
        seen_by(asked, share=True, say=say, language=code),
        seen_by(anonymous, share=False, say=say, language=code, zone=UTC),
    ):
        assert agreed in page(code)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_line_of_the_menu_that_is_named_is_in_the_menu(code: str) -> None:
    rows = re.findall(r"^\|[^|]*\|([^|]*)\|[^|]*\|$", (DOCS / f"employee.{code}.md").read_text("utf-8"), re.MULTILINE)
    named = {label for row in rows for label in re.findall(r"\*([^*]+)\*", row)}
    say = speaker(code)
    shown = every(entries(say, ASKED, datetime.now(UTC), Spoken(names(), code)))
    lines = {entry.label.removesuffix(__version__).strip() for entry in shown}
    assert len(named) > 8
    assert named <= lines


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_command_that_is_named_works(code: str) -> None:
    commands = re.findall(r"`barometer-agent ([^`]+)`", page(code))
    assert len(commands) > 6
    for command in commands:
        assert command.split()[0] in COMMANDS
        build_parser(speaker(code), command.split()[0]).parse_args(command.split())


@pytest.mark.parametrize(("platform", "folder"), [("linux", "/var/lib/barometer-agent"), ("darwin", "/Library/")])
def test_what_is_kept_lies_where_it_is_said_to_lie(platform: str, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", platform)
    lies = config.Config().data_dir.as_posix()
    assert lies.startswith(folder)
    assert all(f"`{lies}`" in page(code) for code in LANGUAGES)


def test_a_viewer_sees_the_scores_of_teams_and_nothing_of_laptops() -> None:
    assert RIGHTS[Role.VIEWER] == {Right.SEE_SCORES}


@pytest.mark.parametrize("code", LANGUAGES)
def test_it_is_one_page(code: str) -> None:
    assert len(page(code)) < 7000
