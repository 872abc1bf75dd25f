"""A sender and what it sends to: the fake collector, reached without a socket."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from barometer_agent.config import Config
from barometer_agent.enrolment import Identity
from barometer_agent.spool import Spool
from barometer_agent.uplink.sender import Sender
from barometer_agent.uplink.transport import Transport
from barometer_shared.questions import Answer
from barometer_shared.samples import AgentFacts, Sample
from tests.agent.uplink.sender.replies import dated
from tests.played import Played

if TYPE_CHECKING:
    FakeClock = FakeCollector = Any


@pytest.fixture
def transport(fake_collector: "FakeCollector", clock: "FakeClock") -> Iterator[Transport]:
    def handle(request: httpx.Request) -> httpx.Response:
        sent = {name.lower(): value for name, value in request.headers.items()}
        status, headers, body = fake_collector.reply(request.method, request.url.path, sent, request.content)
        return httpx.Response(status, headers={**dated(clock.now()), **headers}, content=body)

    with Transport("http://collector.test", Config(), Played(handle)) as opened:
        yield opened


@pytest.fixture
def identity() -> Identity:
    return Identity("00000000000000ab", "secret", "demo", "http://collector.test")


@pytest.fixture
def sender(transport: Transport, identity: Identity, spool: Spool, clock: "FakeClock", agent: AgentFacts) -> Sender:
    return Sender(transport, identity, spool, clock, agent)


@pytest.fixture
def start_again(
    transport: Transport, identity: Identity, spool: Spool, clock: "FakeClock", agent: AgentFacts
) -> Callable[[], Sender]:
    """The sender of the next start: nothing but the spool is left of the one before."""
    return lambda: Sender(transport, identity, spool, clock, agent)


@pytest.fixture
def give_answer(spool: Spool, clock: "FakeClock", make_answer: Callable[..., Answer]) -> Callable[[], None]:
    """Somebody answers the pulse now."""
    return lambda: spool.answer(make_answer(), clock.now())


@pytest.fixture
def add(spool: Spool, clock: "FakeClock") -> Callable[..., None]:
    """``add(*values)``: samples of pressure, measured now."""

    def measured(*values: int) -> None:
        samples = [Sample("pressure_permille", value, clock.now().utc_ms) for value in values]
        spool.add("pressure", samples, None, clock.now())

    return measured
