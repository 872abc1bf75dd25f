"""``once``: every sampler one time, without service, spool or collector."""

import sys
from datetime import UTC, datetime

import msgspec

from barometer_agent import inventory
from barometer_agent.cli.command import Call, Command
from barometer_agent.sampler import Context


def _run(call: Call) -> int:
    for sampler in inventory.discover():
        taken = inventory.take(sampler, Context(datetime.now(UTC), call.config.targets))
        for sample in taken.samples:
            call.write(msgspec.json.encode(sample).decode())
        for gap in taken.gaps:
            sys.stderr.write(f"{gap.metric}: {gap.kind} ({gap.reason})\n")
    return 0


COMMAND = Command(_run)
