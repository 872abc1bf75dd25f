"""The words of argparse itself."""

import argparse

import pytest

from barometer_agent.cli.main import main
from barometer_agent.cli.wording import spoken
from barometer_agent.language import speaker


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit):
        main(["--language", "nl", *arguments])
    shown = capsys.readouterr()
    return shown.out + shown.err


def test_the_help_is_dutch_throughout(capsys: pytest.CaptureFixture[str]) -> None:
    for shown in (told(capsys, "--help"), told(capsys, "sent", "--help")):
        assert shown.startswith("gebruik: barometer-agent")
        assert "\nopties:\n" in shown
        assert "toon deze uitleg" in shown
        assert not [word for word in ("usage", "options:", "arguments:", "show ", "exit") if word in shown]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sent", "--days", "many"), "fout: --days: 'many' past hier niet (verwacht: int)"),
        (("sent", "--days", "99"), "fout: --days: 99 kan niet (kies uit "),
        (("sent", "--log-level"), "fout: --log-level: hier hoort een waarde bij"),
        (("sent", "--much"), "fout: onbekend: --much"),
        (("sent", "--json=5"), "fout: --json: hier hoort geen waarde bij: '5'"),
        ((), "fout: dit ontbreekt: COMMAND"),
        (("enrol",), "fout: een hiervan is nodig: --token --token-file"),
        (("enrol", "--token", "x", "--token-file", "y"), "--token-file: kan niet samen met --token"),
        (("send",), "'send' kan niet (kies uit "),
    ],
)
def test_a_wrong_flag_is_told_in_dutch(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in told(capsys, *arguments)


def test_other_parsers_keep_their_own_words() -> None:
    with spoken(speaker("nl")):
        assert argparse.ArgumentParser("one").format_usage().startswith("gebruik: ")
    assert argparse.ArgumentParser("one").format_usage().startswith("usage: ")
