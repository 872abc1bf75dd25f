"""``sent``: what left this laptop, in words, on a page, or as it was sent."""

import argparse
import gc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from barometer_agent import sent
from barometer_agent.cli.command import Call, Command
from barometer_agent.language import Say
from barometer_agent.link import client
from barometer_agent.link.address import socket_path
from barometer_agent.link.messages import AskSent, SentBatch, SentMessage
from barometer_shared.samples import Batch

if TYPE_CHECKING:  # the terminal needs no pages
    from barometer_agent.pages.month import Month

PAGE_DAYS = 30


def _flags(parser: argparse.ArgumentParser, say: Say) -> None:
    manner = parser.add_mutually_exclusive_group()
    manner.add_argument("--json", action="store_true", help=say("help.json"))
    manner.add_argument("--page", action="store_true", help=say("help.page"))
    parser.add_argument("--days", type=int, choices=range(1, 31), metavar="DAYS", help=say("help.days"))


def _run(call: Call) -> int:
    if call.options.page:
        from barometer_agent.cli.showing import show  # and nothing of it for the terminal

        return show(call, "sent", lambda folder, now: _page(call, folder, now))
    return _told(call, call.options.days or 1)


def _page(call: Call, folder: Path, now: datetime) -> str:
    from barometer_agent.pages.sent_page import Asked, sent_page

    days = call.options.days or PAGE_DAYS
    asked = Asked(days, str(call.config.data_dir), str(folder))
    gc.disable()  # a quarter of a million texts and none in a ring: looking for rings takes a third of the time
    try:
        return sent_page(_month(call, days), asked, call.say, call.language, now)
    finally:
        gc.enable()


def _month(call: Call, days: int) -> "Month":
    from barometer_agent.pages.gathering import Gatherer

    gatherer = Gatherer(call.say, call.language)
    decoder = msgspec.json.Decoder(Batch)
    for reply in _replies(call, days):
        if isinstance(reply, SentMessage):
            gatherer.tell(reply)
        else:
            gatherer.take(decoder.decode(reply.batch), reply.settled_ms, reply.outcome)
    return gatherer.month()


def _told(call: Call, days: int) -> int:
    words = sent.Words(call.say, call.language)
    count = 0
    for reply in _replies(call, days):
        count += 1
        for line in _as_json(reply) if call.options.json else _in_words(reply, words):
            call.write(line)
    for line in words.meanings() if not call.options.json else ():
        call.write(line)
    if count == 0 and not call.options.json:
        call.write(call.say("sent.none", days=days))
    return 0


def _as_json(reply: SentBatch | SentMessage) -> list[str]:
    """Of a message about an anonymous question nothing is kept."""
    return [bytes(reply.batch).decode()] if isinstance(reply, SentBatch) else []


def _in_words(reply: SentBatch | SentMessage, words: sent.Words) -> list[str]:
    if isinstance(reply, SentMessage):
        return [words.message(reply), ""]
    return words.batch(msgspec.json.decode(reply.batch, type=Batch), reply.settled_ms, reply.outcome)


def _replies(call: Call, days: int) -> Iterator[SentBatch | SentMessage]:
    for reply in client.replies(socket_path(call.config.socket_dir), AskSent(days), call.config.data_dir):
        if isinstance(reply, SentBatch | SentMessage):
            yield reply


COMMAND = Command(_run, _flags)
