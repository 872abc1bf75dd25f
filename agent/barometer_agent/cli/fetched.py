"""Commands that show the report of this laptop, which is fetched through the service."""

import argparse
from collections.abc import Callable, Iterator
from datetime import datetime

import msgspec

from barometer_agent.cli.command import Call, Command
from barometer_agent.language import Say
from barometer_agent.link import client
from barometer_agent.link.address import LinkError, socket_path
from barometer_agent.link.messages import AskReport, Report
from barometer_agent.reported import Reported
from barometer_shared.report import DeviceReport

Lines = Callable[[Reported], Iterator[str]]
Page = Callable[[Reported, datetime], str]


def command(name: str, lines: Lines, page: Callable[[], Page]) -> Command:
    """``name``, which writes ``lines`` of the report, or shows it on a page; ``page`` loads what makes that."""

    def run(call: Call) -> int:
        if call.options.page:
            from barometer_agent.cli.showing import show  # and nothing of it for the terminal

            document = page()
            return show(call, name, lambda _folder, now: document(report(call), now))
        for line in lines(report(call)):
            call.write(line)
        return 0

    return Command(run, _flags)


def report(call: Call) -> Reported:
    """In the language of the call. Raises RefusedError, NotRunningError or LinkError."""
    reply = client.ask(socket_path(call.config.socket_dir), AskReport(), call.config.data_dir)
    if not isinstance(reply, Report):
        raise LinkError("the service tells something else than a report", "strange")
    try:
        told = msgspec.json.decode(reply.report, type=DeviceReport)
    except msgspec.DecodeError as error:
        raise LinkError(f"the service tells a report that cannot be read: {error}", "strange") from error
    return Reported(told, call.say, call.language)


def _flags(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--page", action="store_true", help=say("help.page"))
