"""What waits arrives once, whatever happens on the way."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpcore
import httpx

from barometer_agent.config import Config
from barometer_agent.enrolment import Identity
from barometer_agent.spool import Spool
from barometer_agent.uplink.sender import Done, Sender
from barometer_agent.uplink.transport import Transport
from barometer_agent.uplink.verdict import Later, Unknown
from barometer_shared.protocol import BATCHES_PATH
from barometer_shared.samples import AgentFacts, Sample
from tests.agent.uplink.sender.replies import problem
from tests.played import Played

if TYPE_CHECKING:
    FakeClock = FakeCollector = Any

Add = Callable[..., None]


def test_everything_that_waits_arrives_once(
    sender: Sender, add: Add, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    add(1, 2)
    clock.advance(1000)
    assert sender.exchange() == Done(1)
    assert sender.exchange() == Done(0)
    assert [sample.value for sample in fake_collector.samples()] == [1, 2]
    method, path, headers = fake_collector.requests[1]
    assert (method, path) == ("POST", BATCHES_PATH)
    assert headers["authorization"] == "Bearer 00000000000000ab.secret"
    assert headers["content-encoding"] == "gzip"
    assert headers["barometer-sent-at"] == str(clock.now().utc_ms)


def test_a_lost_acknowledgement_sends_the_same_batch_again(
    sender: Sender, add: Add, fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    add(1)
    fake_collector.refusals = [(502, {"retry-after": "9"}, b"<html>")]
    assert sender.exchange() == Later("busy: 502", 9.0)
    add(2)
    assert sender.exchange() == Done(2)
    assert [sample.value for sample in fake_collector.samples()] == [1, 2]


def test_a_captive_portal_is_no_acknowledgement(
    sender: Sender, add: Add, spool: Spool, fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    add(1)
    fake_collector.refusals = [(200, {"content-type": "text/html"}, b"<html>Welcome, please sign in</html>")]
    assert isinstance(sender.exchange(), Later)
    assert spool.health().pending_batches == 1
    assert sender.exchange() == Done(1)
    assert len(fake_collector.samples()) == 1


def test_a_revoked_key_stops_the_sending_and_loses_nothing(
    sender: Sender, add: Add, spool: Spool, fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    add(1)
    fake_collector.refusals = [problem(401, "Revoked")]
    assert sender.exchange() == Unknown("401 Revoked")
    assert spool.health().pending_batches == 1


def test_no_network_is_later(spool: Spool, identity: Identity, clock: "FakeClock", agent: AgentFacts) -> None:
    def refuse(_request: httpx.Request) -> httpx.Response:
        raise httpcore.ConnectError("no route")

    with Transport("http://collector.test", Config(), Played(refuse)) as nobody:
        assert Sender(nobody, identity, spool, clock, agent).exchange() == Later("unreachable: ConnectError: no route")


def test_stopping_ends_between_two_batches(
    transport: Transport,
    identity: Identity,
    spool: Spool,
    clock: "FakeClock",
    agent: AgentFacts,
    fake_collector: "FakeCollector",
) -> None:
    for boot in ("boot-0", "boot-1"):
        spool.add("pressure", [Sample("pressure_permille", 1, 5)], None, replace(clock.now(), boot_id=boot))
    sender = Sender(transport, identity, spool, clock, agent, stopped=lambda: bool(fake_collector.batches))
    assert sender.exchange() == Done(1)
    assert len(fake_collector.samples()) == 1
    assert spool.health().samples == 1
