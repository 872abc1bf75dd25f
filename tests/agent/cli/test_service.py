"""The command that an installer calls; the rest of it is tried on a Windows of Wine (tests/windows)."""

import argparse
from pathlib import Path

import pytest

from barometer_agent import language
from barometer_agent.cli.service import ACTIONS, COMMAND, command_line

PROGRAM = r"C:\Program Files\Barometer\barometer-agent.exe"


def test_the_program_of_the_service_is_quoted_as_its_path_has_spaces() -> None:
    assert command_line(PROGRAM, None, None) == f'"{PROGRAM}" service run'


def test_the_service_uses_the_folder_and_the_settings_that_it_was_installed_with() -> None:
    line = command_line(PROGRAM, Path("D:/it settings/agent.toml"), Path("D:/data"))
    assert line.endswith(' --config "D:/it settings/agent.toml" --data D:/data service run')


def test_a_program_that_windows_could_not_start_as_a_service_is_refused() -> None:
    with pytest.raises(ValueError, match="python"):
        command_line(r"C:\Python311\python.exe", None, None)


@pytest.mark.parametrize("code", ["en", "nl"])
def test_its_actions_are_explained(code: str) -> None:
    parser = argparse.ArgumentParser()
    COMMAND.add_flags(parser, language.speaker(code))
    explained = parser.format_help()
    assert all(action in explained for action in ACTIONS)
