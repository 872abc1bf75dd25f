"""``run``: the service, until it is told to stop."""

import argparse
import signal
from types import FrameType

from barometer_agent.cli.command import Call, Command
from barometer_agent.language import Say


def _flags(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--interval", metavar="SECONDS", help=say("help.interval"))


def _run(call: Call) -> int:
    from barometer_agent import inventory
    from barometer_agent.service import Service

    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    service = Service(call.config, inventory.device_facts())
    try:
        service.start()
        service.watch()
    except KeyboardInterrupt:
        _ignore_further_signals()
    finally:
        service.stop()
    return 0


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _ignore_further_signals() -> None:
    """Stopping takes less than two seconds; whoever is in more of a hurry has kill -9, and loses nothing."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


COMMAND = Command(_run, _flags)
