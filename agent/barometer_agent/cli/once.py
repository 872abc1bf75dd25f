"""``once``: every sampler one time, without service, spool or collector."""

import argparse
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from barometer_agent import account, inventory
from barometer_agent.cli.command import Call, Command
from barometer_agent.cli.samplers import with_rights_of
from barometer_agent.language import Say
from barometer_agent.sampler import Context, Sampler
from barometer_agent.sent import Words
from barometer_agent.targets import targets_without_service


def _flags(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--json", action="store_true", help=say("help.once_json"))


def _run(call: Call) -> int:
    rights = with_rights_of(account.onlooker(call.config.data_dir), call.say, "once")
    if rights:
        sys.stderr.write(f"{rights}\n")
    return show(inventory.discover(proxy=call.config.proxy), call)


def show(samplers: Iterable[Sampler], call: Call) -> int:
    """Run each of ``samplers`` and show what it gave; 1 when one of them failed.

    In words, or a sample per line as JSON; then what was not measured stands in the standard error.
    """
    words = Words(call.say, call.language)
    crashed = [_crashed(sampler, call, words) for sampler in samplers]
    return int(any(crashed))


def _crashed(sampler: Sampler, call: Call, words: Words) -> bool:
    """Show what one run gave, and whether it failed."""
    taken, crash = inventory.tried(sampler, Context(datetime.now(UTC), targets_without_service(call.config)))
    for sample in taken.samples:
        call.write(msgspec.json.encode(sample).decode() if call.options.json else words.sample(sample))
    for gap in taken.gaps:
        if call.options.json:
            sys.stderr.write(f"{words.gap(gap)}\n")
        else:
            call.write(words.gap(gap))
    if crash:
        sys.stderr.write(f"{call.say('samplers.crashed', sampler=sampler.name, error=crash)}\n")
    return bool(crash)


COMMAND = Command(_run, _flags)
