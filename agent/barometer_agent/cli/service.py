"""``service``: the agent as a service of Windows; the manager calls ``service run``, an installer the others."""

import argparse
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

from barometer_agent.cli.command import Call, Command, Problem
from barometer_agent.language import Say

ACTIONS = ("install", "remove", "run")
PROGRAM = "barometer-agent.exe"


def _flags(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("action", choices=ACTIONS, help=say("help.action"))


def _run(call: Call) -> int:
    try:
        return {"install": _install, "remove": _remove, "run": _serve}[call.options.action](call)
    except PermissionError as error:
        raise Problem(call.say("service.not_allowed", reason=error.strerror)) from error
    except OSError as error:
        raise Problem(call.say("service.failed", reason=error.strerror)) from error


def command_line(program: str, config: Path | None, data: Path | None) -> str:
    """What the manager is to start. Raises ValueError where ``program`` is not the one that can be a service."""
    if PureWindowsPath(program).name.lower() != PROGRAM:
        raise ValueError(program)
    given = [("--config", config), ("--data", data)]
    named = [part for flag, value in given if value is not None for part in (flag, str(value))]
    return subprocess.list2cmdline([program, *named, "service", "run"])


def _install(call: Call) -> int:
    from barometer_agent.windows import eventsource, folders, installation
    from barometer_agent.windows.service import NAME

    given = getattr(call.options, "data", None)
    config = getattr(call.options, "config", None)
    try:
        command = command_line(
            sys.executable, config and config.absolute(), call.config.data_dir.absolute() if given else None
        )
    except ValueError as error:
        raise Problem(call.say("service.other_program", program=error)) from error
    eventsource.add()
    try:
        installation.install(command, call.config.data_dir.absolute())
    except folders.StrangerError as error:
        raise Problem(call.say("service.strangers", found=error.found)) from error
    call.write(call.say("service.installed", service=NAME))
    return 0


def _remove(call: Call) -> int:
    from barometer_agent.windows import eventsource, installation
    from barometer_agent.windows.service import NAME

    installation.remove()
    eventsource.remove()
    call.write(call.say("service.removed", service=NAME, folder=call.config.data_dir))
    return 0


def _serve(call: Call) -> int:
    from barometer_agent import inventory, journal, running
    from barometer_agent.link.door import Door
    from barometer_agent.reload import Settings
    from barometer_agent.service import Service
    from barometer_agent.signals import Signals, Told
    from barometer_agent.windows.service import Host, NotAServiceError

    journal.begin(call.config.log_level, journal.of_system(None))
    with Signals() as signals, Door() as door:

        def body(begun: Callable[[], None]) -> int:
            facts = inventory.device_facts()
            settings = Settings(getattr(call.options, "config", None), call.load)
            begun()
            end = running.run(settings, signals, lambda config: Service(config, facts, door=door))
            return running.RESTART_STATUS if end is running.End.RESTART else 0

        try:
            told = (lambda: signals.tell(Told.STOP), lambda: signals.tell(Told.RELOAD))
            return Host(body, *told, anew=running.RESTART_STATUS).run()
        except NotAServiceError as error:
            raise Problem(call.say("service.not_started")) from error


COMMAND = Command(_run, _flags)
