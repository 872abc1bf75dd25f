"""``run``: the service, until it is told to stop."""

import argparse
import sys

from barometer_agent import journal
from barometer_agent.cli.command import Call, Command
from barometer_agent.language import Say


def _flags(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--interval", metavar="SECONDS", help=say("help.interval"))


def _run(call: Call) -> int:
    from barometer_agent import inventory, running
    from barometer_agent.link.door import Door
    from barometer_agent.reload import Settings
    from barometer_agent.service import Service
    from barometer_agent.signals import Signals

    journal.begin(call.config.log_level, journal.of_system(sys.stderr))
    facts = inventory.device_facts()
    with Signals() as signals, Door() as door:
        signals.listen()
        settings = Settings(getattr(call.options, "config", None), call.load)
        end = running.run(settings, signals, lambda config: Service(config, facts, door=door))
    return running.start_anew() if end is running.End.RESTART else 0


COMMAND = Command(_run, _flags)
