"""``tray``: the icon in the panel, one for each person and session."""

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path

from barometer_agent.cli import chosen_language, open_questions
from barometer_agent.cli.ask import decide
from barometer_agent.cli.command import Call, Command, Problem
from barometer_agent.language import Say
from barometer_agent.link import client
from barometer_agent.link.address import LinkError, socket_path
from barometer_agent.link.messages import MOST_IDLE_SECONDS, MyPreferences, Prefer, Questions, TellInput, Way
from barometer_agent.sources import desktop
from barometer_agent.sources.windows import own_input
from barometer_agent.spool.preferences import Preferences
from barometer_agent.spool.prompts import Outcome
from barometer_shared.questions import OpenQuestion

# Those of every command: what the tray starts serves the same service. The language is that of the moment.
_FLAGS = ("config", "data", "log_level")
_START = "import sys; from barometer_agent.cli import main; sys.exit(main())"
INPUT_SECONDS = 60.0
_DESKTOPS = {"win32": "windows", "darwin": "macos"}
_log = logging.getLogger(__name__)


def _flags(parser: argparse.ArgumentParser, _say: Say) -> None:
    parser.set_defaults(campaign=None, wait=0.0)  # all that is open, and as it is now


def _run(call: Call) -> int:
    try:
        from barometer_agent.tray.attendant import Service
        from barometer_agent.tray.host import Host, NoDesktopError
        from barometer_agent.tray.session import serve

        own = import_module(f"barometer_agent.tray.{_DESKTOPS.get(sys.platform, 'linux')}")
    except ImportError as error:
        raise Problem(call.say("tray.cannot", reason=error)) from error
    link = Link(call)
    service = Service(link.questions, link.due, link.put_off, link.prefer)

    async def attend(host: Host) -> None:
        async with _told_of_input(link):
            await serve(host, service, starts(call), call.config.language or chosen_language.of_session())

    try:
        own.run(attend)
    except NoDesktopError as error:
        raise Problem(call.say("tray.cannot", reason=error)) from error
    return 0


def starts(call: Call) -> Sequence[str]:
    """What starts a command with the settings of this call; -P: never a module of the folder it is started in.

    As it is installed on Windows, the agent is a program of its own.
    """
    given = {flag: getattr(call.options, flag, None) for flag in _FLAGS}
    flags = [part for flag, value in given.items() if value for part in (f"--{flag.replace('_', '-')}", str(value))]
    is_own = Path(sys.executable).stem.startswith("barometer-agent")
    return (sys.executable, *(() if is_own else ("-P", "-c", _START)), *flags)


def _told_of_input(link: "Link") -> AbstractAsyncContextManager[None]:
    """Meanwhile the service of Windows knows of input, of which that system tells it nothing."""
    if sys.platform == "win32":
        from barometer_agent.tray.now_and_then import every

        return every(INPUT_SECONDS, link.tell_input)
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        return nullcontext()


class Link:
    """The service, as the tray asks it: that it does not answer is nothing to trouble a person with."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def questions(self, way: Way | None = None) -> Questions | None:
        """What is open; None where no service answers. ``way`` is how questions reach this person, if that is known."""
        try:
            return open_questions.fetch(self._call, way=way)
        except LinkError as error:
            _log.debug("the service does not tell what is open reason=%s", error)
            return None

    def due(self, told: Questions) -> OpenQuestion | None:
        """The first question that may come by itself now; the desktop is looked at once for all of them."""
        now = datetime.now(UTC).astimezone()
        look = cache(desktop.read)
        return next((one for one in told.questions if decide(now, one, told, look).allowed), None)

    def put_off(self, question: OpenQuestion, outcome: Outcome) -> None:
        """It was shown and not answered."""
        try:
            open_questions.put_off(self._call, question, outcome)
        except LinkError as error:
            _log.warning("a question that was put off could not be told reason=%s", error)

    def tell_input(self, idle: Callable[[], int | None] = own_input.idle_ms) -> None:
        """How long ago somebody touched the laptop in this session, and no more than that."""
        idle_ms = idle()
        if idle_ms is None:
            return
        told = TellInput(min(idle_ms // 1000, MOST_IDLE_SECONDS))
        try:
            client.ask(socket_path(self._call.config.socket_dir), told, self._call.config.data_dir)
        except LinkError as error:
            _log.debug("input could not be told reason=%s", error)

    def prefer(self, wanted: Prefer) -> Preferences | None:
        """Keep a choice, and give what holds from now on; None where it could not be kept."""
        try:
            reply = client.ask(socket_path(self._call.config.socket_dir), wanted, self._call.config.data_dir)
        except LinkError as error:
            _log.warning("a choice could not be kept reason=%s", error)
            return None
        return reply.preferences if isinstance(reply, MyPreferences) else None


COMMAND = Command(_run, _flags)
