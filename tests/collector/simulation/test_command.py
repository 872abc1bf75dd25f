"""The command ``simulate``: its arguments and what it reports."""

import argparse

import pytest

from barometer_collector.simulation.command import add_arguments, describe, run
from barometer_collector.simulation.drive import Outcome


def _parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(arguments)


def test_a_token_is_given_per_team_or_once_for_all() -> None:
    parsed = _parse("--server", "http://127.0.0.1:1", "--token", "Sales=abc", "--token", "def")
    assert parsed.token == ["Sales=abc", "def"]


def test_an_unreachable_collector_is_said_and_not_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    status = run(_parse("--server", "http://127.0.0.1:1", "--token", "abc", "--devices", "1", "--days", "1"))
    assert status == 1
    assert capsys.readouterr().err.startswith("simulate: ")


def test_a_team_without_a_token_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    status = run(_parse("--server", "http://127.0.0.1:1", "--token", "Nobody=abc", "--devices", "1", "--days", "1"))
    assert status == 1
    assert "no enrolment token for team" in capsys.readouterr().err


def test_the_report_says_what_was_acknowledged() -> None:
    text = describe(Outcome(devices=2, batches=10, samples=900, answers=3, latencies=[0.01] * 9 + [0.5]))
    assert "batches acknowledged: 10" in text
    assert "median 10 ms, p99 500 ms" in text
