"""The questions that are open for the person at the keyboard, and the way of an answer to the service."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import cache

import msgspec

from barometer_agent.cli.command import Call
from barometer_agent.link import client
from barometer_agent.link.address import socket_path
from barometer_agent.link.client import NotRunningError
from barometer_agent.link.messages import AskQuestions, GiveAnswer, PutOff, Questions, Way
from barometer_agent.seeing import may_share
from barometer_agent.sources import arrival
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.answering import Given
from barometer_agent.tray.course import most_words
from barometer_shared.questions import OpenQuestion, Sharing

_LOOK_SECONDS = 0.5


def fetch(call: Call, wait: Callable[[float], None] = time.sleep, way: Way | None = None) -> Questions:
    """What is open. Looks again, as long as ``--wait`` says, until the service runs and knows what is asked.

    ``way`` is how questions reach this person, from who knows it.
    """
    left: float = call.options.wait
    while True:
        try:
            told = _fetch_now(call, way)
            if told.known or left <= 0:
                return told
        except NotRunningError:
            if left <= 0:
                raise
        wait(_LOOK_SECONDS)
        left -= _LOOK_SECONDS


def ask_for(way: Way | None = None) -> AskQuestions:
    """The request for what is open, with since when this account is here, and the ``way`` of questions to it."""
    since = _since()
    return AskQuestions(None if since is None else int(since.timestamp() * 1000), way)


def send(call: Call, question: OpenQuestion, given: Given) -> None:
    """Hand an answer to the service, which keeps it until it has arrived."""
    answer = GiveAnswer(
        question.campaign,
        given.response,
        sharing_of(question, given),
        given.comment[: most_words(question)],
        call.language,
        given.topic,
        given.contact,
    )
    client.ask(socket_path(call.config.socket_dir), answer, call.config.data_dir)


def sharing_of(question: OpenQuestion, given: Given) -> Sharing:
    """Who may see this answer: the question says that it is nobody's, or else the person says it."""
    if not may_share(question):
        return Sharing.ANONYMOUS
    return Sharing.SHARED if given.share else Sharing.CONFIDENTIAL


def put_off(call: Call, question: OpenQuestion, outcome: Outcome) -> None:
    """Let the service know that it was shown and not answered."""
    client.ask(socket_path(call.config.socket_dir), PutOff(question.campaign, outcome), call.config.data_dir)


@cache
def _since() -> datetime | None:
    return arrival.of_this_account()


def _fetch_now(call: Call, way: Way | None) -> Questions:
    told = client.ask(socket_path(call.config.socket_dir), ask_for(way), call.config.data_dir)
    if not isinstance(told, Questions):
        return Questions([], [])
    wanted = call.options.campaign
    chosen = [one for one in told.questions if wanted in (None, one.campaign)]
    return msgspec.structs.replace(told, questions=chosen)
