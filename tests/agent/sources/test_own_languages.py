"""Which languages a person set for the system."""

import pytest

from barometer_agent.sources import own_languages


def test_on_linux_the_environment_says_it() -> None:
    assert own_languages.read("linux") == ()


def test_a_system_without_the_question_has_no_answer() -> None:
    assert own_languages.read("aix") == ()


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_away_from_its_system_a_reader_tells_nothing_and_fails_at_nothing(
    platform: str, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert own_languages.read(platform) == ()
