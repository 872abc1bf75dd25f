"""The manual of the agent on Linux, held against the command line and the settings that it explains."""

import argparse
import configparser
import re
from pathlib import Path

import pytest

from barometer_agent import config, language
from barometer_agent.cli.main import COMMANDS, build_parser

FOLDER = Path(__file__).parents[2] / "installers" / "linux"
MANUAL = (FOLDER / "barometer-agent.8").read_text()
UNIT = (FOLDER / "barometer-agent.service").read_text()
PARSER = build_parser(language.speaker("en"))
ON_LINUX = tuple(name for name in COMMANDS if name != "service")


def section(title: str) -> str:
    return re.split(r"^\.Sh ", MANUAL.split(f"\n.Sh {title}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]


def flags_of(parser: argparse.ArgumentParser) -> set[str]:
    return {name for action in parser._actions for name in action.option_strings if name.startswith("--")}


def parser_of(command: str) -> argparse.ArgumentParser:
    commands = next(action for action in PARSER._actions if isinstance(action, argparse._SubParsersAction))
    found: argparse.ArgumentParser = commands.choices[command]
    return found


def told_flags(text: str) -> set[str]:
    return {f"--{name}" for name in re.findall(r"Fl -([a-z-]+)", text)}


def test_the_unit_names_a_manual_that_there_is() -> None:
    pages = re.findall(r"^Documentation=man:(\S+)\((\d)\)$", UNIT, re.MULTILINE)
    assert pages
    assert all((FOLDER / f"{name}.{number}").is_file() for name, number in pages)


def test_the_manual_explains_every_command_and_no_other() -> None:
    assert re.findall(r"^\.It Cm ([a-z]+)", section("COMMANDS"), re.MULTILINE) == list(ON_LINUX)


@pytest.mark.parametrize("command", ON_LINUX)
def test_the_manual_explains_the_flags_of_each_command(command: str) -> None:
    heading = next(line for line in section("COMMANDS").splitlines() if line.startswith(f".It Cm {command}"))
    assert told_flags(heading) == flags_of(parser_of(command)) - flags_of(PARSER)


def test_the_manual_explains_the_flags_of_all_commands() -> None:
    assert told_flags(section("OPTIONS")) | {"--help"} == flags_of(PARSER)


def test_the_manual_explains_every_setting() -> None:
    assert tuple(re.findall(r"^\.It Va (\w+)$", section("SETTINGS"), re.MULTILINE)) == config.SETTINGS


def test_a_session_starts_the_tray_where_the_agent_is_installed() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(FOLDER / "barometer-tray.desktop", "utf-8")
    told = entry["Desktop Entry"]
    assert told["Type"] == "Application"
    assert told["Exec"].split() == [told["TryExec"], "tray"]
    assert told["TryExec"] in (FOLDER.parent / "README.md").read_text("utf-8")
    assert told["Exec"].split()[1] in COMMANDS
    assert told["Comment[nl]"] != told["Comment"]
