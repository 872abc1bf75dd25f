"""``sent``: what left this laptop, in words or as it was sent."""

import argparse
from collections.abc import Iterator

import msgspec

from barometer_agent import sent
from barometer_agent.cli.command import Call, Command
from barometer_agent.language import Say
from barometer_agent.link import client
from barometer_agent.link.address import socket_path
from barometer_agent.link.messages import AskSent, SentBatch
from barometer_shared.samples import Batch


def _flags(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--json", action="store_true", help=say("help.json"))
    parser.add_argument("--days", type=int, default=1, choices=range(1, 31), metavar="DAYS", help=say("help.days"))


def _run(call: Call) -> int:
    words = sent.Words(call.say, call.language)
    count = 0
    for batch in _batches(call):
        count += 1
        if call.options.json:
            call.write(bytes(batch.batch).decode())
            continue
        for line in words.batch(msgspec.json.decode(batch.batch, type=Batch), batch.settled_ms, batch.outcome):
            call.write(line)
    for line in words.meanings() if not call.options.json else ():
        call.write(line)
    if count == 0 and not call.options.json:
        call.write(call.say("sent.none", days=call.options.days))
    return 0


def _batches(call: Call) -> Iterator[SentBatch]:
    for reply in client.replies(socket_path(call.config.socket_dir), AskSent(call.options.days), call.config.data_dir):
        if isinstance(reply, SentBatch):
            yield reply


COMMAND = Command(_run, _flags)
