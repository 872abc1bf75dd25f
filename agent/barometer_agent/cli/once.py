"""``once``: every sampler one time, without service, spool or collector."""

import sys
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from barometer_agent import inventory
from barometer_agent.cli.command import Call, Command
from barometer_agent.language import choose
from barometer_agent.sampler import Context, Sampler
from barometer_agent.targets import targets_without_service


def _run(call: Call) -> int:
    return show(inventory.discover(), call)


def show(samplers: Iterable[Sampler], call: Call) -> int:
    """Run each of ``samplers`` and show what it gave; 1 when one of them failed."""
    crashed = [_crashed(sampler, call) for sampler in samplers]
    return int(any(crashed))


def _crashed(sampler: Sampler, call: Call) -> bool:
    """Show what one run gave, and whether it failed."""
    taken, crash = inventory.tried(sampler, Context(datetime.now(UTC), targets_without_service(call.config)))
    for sample in taken.samples:
        call.write(msgspec.json.encode(sample).decode())
    for gap in taken.gaps:
        sys.stderr.write(f"{gap.metric}: {gap.kind} ({choose(gap.reason, call.language)})\n")
    if crash:
        sys.stderr.write(f"{call.say('samplers.crashed', sampler=sampler.name, error=crash)}\n")
    return bool(crash)


COMMAND = Command(_run)
