"""``about``: what Barometer is, measures, asks and never does on this laptop."""

import argparse
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from barometer_agent.about import Section, sections
from barometer_agent.cli import open_questions
from barometer_agent.cli.command import Call, Command
from barometer_agent.language import Say
from barometer_agent.link import client
from barometer_agent.link.address import LinkError, socket_path
from barometer_agent.link.messages import Questions
from barometer_agent.prompting import Rules
from barometer_agent.sources import coverage


def _flags(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--page", action="store_true", help=say("help.page"))


def _run(call: Call) -> int:
    if call.options.page:
        from barometer_agent.cli.showing import show

        return show(call, "about", lambda _folder, now: _page(call, now))
    for number, section in enumerate(_sections(call)):
        if number:
            call.write()
        call.write(section.title)
        for point in section.points:
            name = point.typed or point.name
            call.write(f"  {name}: {point.text}" if name else f"  {point.text}")
    return 0


def _page(call: Call, now: datetime) -> str:
    from barometer_agent.pages.about_page import about_page

    return about_page(_sections(call), call.say, call.language, now)


def _sections(call: Call) -> Iterator[Section]:
    return sections(call.say, call.language, _rules(call), coverage.not_measured(), str(call.config.data_dir))


def _rules(call: Call) -> Rules | None:
    """Those of the service: it may read settings that this person may not."""
    path: Path = socket_path(call.config.socket_dir)
    try:
        told = client.ask(path, open_questions.ask_for(), call.config.data_dir)
    except LinkError:
        return None
    return told.rules if isinstance(told, Questions) else None


COMMAND = Command(_run, _flags)
