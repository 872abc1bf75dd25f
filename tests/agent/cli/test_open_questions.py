"""The questions that are open, and the way of an answer."""

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
import pytest

from barometer_agent.cli.command import Call
from barometer_agent.cli.open_questions import fetch, put_off, send, sharing_of
from barometer_agent.link.address import socket_path
from barometer_agent.link.client import NotRunningError
from barometer_agent.link.messages import Done, GiveAnswer, PutOff, Questions, Reply, Request
from barometer_agent.link.peers import Peer
from barometer_agent.link.server import LinkServer
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.answering import Given
from barometer_shared.questions import Anonymous, FacesAnswer, OpenQuestion, Sharing


class Service:
    """Knows no question until it was asked ``patience`` times; keeps what it is told."""

    def __init__(self, folder: Path, question: OpenQuestion, patience: int = 0) -> None:
        self.told: list[Request] = []
        self._question = question
        self._patience = patience
        self._server = LinkServer(socket_path(folder), self._handle)

    def __enter__(self) -> "Service":
        self._server.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.close()

    def _handle(self, request: Request, _peer: Peer) -> Iterable[Reply]:
        self.told.append(request)
        if isinstance(request, GiveAnswer | PutOff):
            return [Done()]
        self._patience -= 1
        known = self._patience < 0
        return [Questions([self._question] if known else [], [], known)]


def test_an_answer_reaches_the_service_with_its_sharing(
    short_dir: Path, pulse: OpenQuestion, make_call: Callable[..., Call]
) -> None:
    with Service(short_dir, pulse) as service:
        call = make_call("nl", campaign=None, wait=0.0)
        (question,) = fetch(call).questions
        send(call, question, Given(FacesAnswer(4), True, "x" * 3000, "laptop", True))
        put_off(call, question, Outcome.UNANSWERED)
    _, answer, later = service.told
    assert answer == GiveAnswer("pulse", FacesAnswer(4), Sharing.SHARED, "x" * 2000, "nl", "laptop", True)
    assert later == PutOff("pulse", Outcome.UNANSWERED)


def test_who_may_see_an_answer_is_said_by_the_question_first_and_then_by_the_person(pulse: OpenQuestion) -> None:
    nobodys = msgspec.structs.replace(pulse, anonymous=Anonymous({"en": "all"}, "A" * 66, "0" * 64, 9, 9))
    assert sharing_of(pulse, Given(FacesAnswer(4))) is Sharing.CONFIDENTIAL
    assert sharing_of(pulse, Given(FacesAnswer(4), share=True)) is Sharing.SHARED
    assert sharing_of(nobodys, Given(FacesAnswer(4))) is Sharing.ANONYMOUS


def test_only_the_wanted_campaign_is_shown(
    short_dir: Path, pulse: OpenQuestion, make_call: Callable[..., Call]
) -> None:
    with Service(short_dir, pulse):
        assert fetch(make_call(campaign="other", wait=0.0)).questions == []
        assert fetch(make_call(campaign="pulse", wait=0.0)).questions == [pulse]


def test_it_waits_for_the_service_and_the_collectors_first_word(
    short_dir: Path, pulse: OpenQuestion, make_call: Callable[..., Call]
) -> None:
    waits: list[float] = []
    services: list[Service] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            services.append(Service(short_dir, pulse, patience=2).__enter__())

    try:
        assert fetch(make_call(campaign=None, wait=30.0), wait).questions == [pulse]
        assert len(waits) == 5
    finally:
        services[0].__exit__()


def test_nothing_to_ask_is_known_at_once(short_dir: Path, pulse: OpenQuestion, make_call: Callable[..., Call]) -> None:
    waits: list[float] = []
    with Service(short_dir, pulse):
        assert fetch(make_call(campaign="other", wait=30.0), waits.append).questions == []
    assert waits == []


def test_patience_ends(short_dir: Path, make_call: Callable[..., Call]) -> None:
    waits: list[float] = []
    with pytest.raises(NotRunningError):
        fetch(make_call(campaign=None, wait=2.0), waits.append)
    assert sum(waits) == 2.0
