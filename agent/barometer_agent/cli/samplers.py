"""``samplers``: what is measured here and how often, and what this system and others can and cannot measure."""

import argparse
import sys
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime

from barometer_agent import account, inventory, platforms
from barometer_agent.account import Onlooker
from barometer_agent.cli.command import Call, Command
from barometer_agent.inventory import Row
from barometer_agent.language import Say
from barometer_agent.platforms import NAMES, Line
from barometer_agent.sources import system
from barometer_agent.sources.coverage import SYSTEMS
from barometer_agent.targets import targets_without_service

_WIDTH = 110


def _flags(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--all-systems", action="store_true", help=say("help.all_systems"))


def _run(call: Call) -> int:
    if call.options.all_systems:
        for line in coverage(platforms.lines(call.language), SYSTEMS):
            call.write(line)
        return 0
    rights = with_rights_of(account.onlooker(call.config.data_dir), call.say, "samplers")
    if rights:
        call.write(f"{rights}\n")
    found = inventory.discover(proxy=call.config.proxy)
    status = show(inventory.rows(call.language, datetime.now(UTC), targets_without_service(call.config), found), call)
    here = system.wire_name()
    call.write(f"\n{call.say('samplers.coverage', system=NAMES[here])}\n")
    for line in coverage(platforms.lines(call.language, (here,)), (here,)):
        call.write(line)
    return status


def with_rights_of(seen: Onlooker | None, say: Say, command: str) -> str:
    """Whose rights ``command`` has, where those are not the service's: what it says may then not hold for that."""
    if seen is None:
        return ""
    text = "samplers.rights_root" if seen.is_root else "samplers.rights"
    return say(text, account=seen.account, look=account.as_service(say, command, seen))


def show(rows: Sequence[Row], call: Call) -> int:
    """The table of what works here, and below it what failed; 1 when something did."""
    for line in table(rows, call.say):
        call.write(line)
    crashed = [row for row in rows if row.crash]
    for row in crashed:
        sys.stderr.write(f"{call.say('samplers.crashed', sampler=row.name, error=row.crash)}\n")
    return int(bool(crashed))


def table(rows: Sequence[Row], say: Say) -> list[str]:
    """Aligned lines: a heading, and one line per sampler; why something is not measured stands below it."""
    heading = (say("samplers.name"), say("samplers.every"), say("samplers.works"), say("samplers.question"))
    cells = [(row.name, every(row.every_seconds), say(_works(row)), row.question) for row in rows]
    widths = [max(len(line[column]) for line in (heading, *cells)) for column in range(len(heading))]
    lines = [_line(heading, widths)]
    for row, line in zip(rows, cells, strict=True):
        lines.append(_line(line, widths))
        lines.extend(f"{'':{widths[0]}}  - {reason}" for reason in row.reasons)
    return lines


def coverage(lines: Sequence[Line], systems: Sequence[str]) -> list[str]:
    """What was measured, and below it how, for each of ``systems``, which are named where there are several."""
    widest = max(len(NAMES[each]) for each in systems) + 2 if len(systems) > 1 else 0
    told = []
    for line in lines:
        told += textwrap.wrap(", ".join(line.titles), _WIDTH)
        for each, words in zip(systems, line.told, strict=True):
            first = f"  {NAMES[each]:{widest}}" if widest else "  "
            told += textwrap.wrap(words, _WIDTH, initial_indent=first, subsequent_indent=" " * (2 + widest))
    return told


def every(seconds: float) -> str:
    """``10 s``, ``5 min``, ``24 h``: the largest unit that divides it."""
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds >= size and seconds % size == 0:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:g} s"


def _works(row: Row) -> str:
    return "samplers.yes" if row.works else "samplers.no"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(f"{cell:{width}}" for cell, width in zip(cells, widths, strict=True)).rstrip()


COMMAND = Command(_run, _flags)
