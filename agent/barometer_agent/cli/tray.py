"""``tray``: the icon in the panel, one for each person and session."""

import argparse
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module

from barometer_agent.cli import open_questions
from barometer_agent.cli.ask import decide
from barometer_agent.cli.command import Call, Command, Problem
from barometer_agent.language import Say
from barometer_agent.link.address import LinkError
from barometer_agent.link.messages import Questions
from barometer_agent.spool.prompts import Outcome
from barometer_shared.questions import OpenQuestion

# Those of every command: the window serves the same service, in the same language.
_FLAGS = ("config", "data", "language", "log_level")
_START = "import sys; from barometer_agent.cli import main; sys.exit(main())"
_DESKTOPS = {"win32": "windows", "darwin": "macos"}
_log = logging.getLogger(__name__)


def _flags(parser: argparse.ArgumentParser, _say: Say) -> None:
    parser.set_defaults(campaign=None, wait=0.0)  # all that is open, and as it is now


def _run(call: Call) -> int:
    try:
        from barometer_agent.tray.attendant import Service
        from barometer_agent.tray.host import Host, NoDesktopError
        from barometer_agent.tray.session import serve

        desktop = import_module(f"barometer_agent.tray.{_DESKTOPS.get(sys.platform, 'linux')}")
    except ImportError as error:
        raise Problem(call.say("tray.cannot", reason=error)) from error
    link = Link(call)
    service = Service(link.questions, link.due, link.put_off)

    async def attend(host: Host) -> None:
        await serve(host, service, window_command(call), call.say, call.language)

    try:
        desktop.run(attend)
    except NoDesktopError as error:
        raise Problem(call.say("tray.cannot", reason=error)) from error
    return 0


def window_command(call: Call) -> Sequence[str]:
    """What starts ``ask`` with the settings of this call; -P: never a module of the folder it is started in."""
    given = {flag: getattr(call.options, flag, None) for flag in _FLAGS}
    flags = [part for flag, value in given.items() if value for part in (f"--{flag.replace('_', '-')}", str(value))]
    return sys.executable, "-P", "-c", _START, "ask", *flags, "--wait", "0"


class Link:
    """The service, as the tray asks it: that it does not answer is nothing to trouble a person with."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def questions(self) -> Questions | None:
        """What is open; None where no service answers."""
        try:
            return open_questions.fetch(self._call)
        except LinkError as error:
            _log.debug("the service does not tell what is open reason=%s", error)
            return None

    def due(self, told: Questions) -> OpenQuestion | None:
        """The first question that may come by itself now."""
        now = datetime.now(UTC).astimezone()
        return next((one for one in told.questions if decide(now, one, told).allowed), None)

    def put_off(self, question: OpenQuestion, outcome: Outcome) -> None:
        """It was shown and not answered."""
        try:
            open_questions.put_off(self._call, question, outcome)
        except LinkError as error:
            _log.warning("a question that was put off could not be told reason=%s", error)


COMMAND = Command(_run, _flags)
