"""One exchange with the collector."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import msgspec
import pytest

from barometer_agent.config import Config
from barometer_agent.enrolment import Identity
from barometer_agent.spool import Spool
from barometer_agent.uplink.sender import Done, Sender
from barometer_agent.uplink.transport import Transport
from barometer_agent.uplink.verdict import Later, Unknown
from barometer_shared.protocol import BATCHES_PATH, DEVICE_CONFIG_PATH, PROBLEM_TYPE, DeviceConfig, Problem
from barometer_shared.questions import Answer, OpenQuestion
from barometer_shared.samples import AgentFacts, Sample

if TYPE_CHECKING:
    FakeClock = FakeCollector = Any

IDENTITY = Identity("00000000000000ab", "secret", "demo", "http://collector.test")
DAY_MS = 86_400_000


@pytest.fixture
def transport(fake_collector: "FakeCollector", clock: "FakeClock") -> Iterator[Transport]:
    def handle(request: httpx.Request) -> httpx.Response:
        sent = {name.lower(): value for name, value in request.headers.items()}
        status, headers, body = fake_collector.reply(request.method, request.url.path, sent, request.content)
        date = clock.now().utc.strftime("%a, %d %b %Y %H:%M:%S GMT")
        return httpx.Response(status, headers={"Date": date, **headers}, content=body)

    with Transport("http://collector.test", Config(), httpx.MockTransport(handle)) as opened:
        yield opened


@pytest.fixture
def sender(transport: Transport, spool: Spool, clock: "FakeClock", agent: AgentFacts) -> Sender:
    return Sender(transport, IDENTITY, spool, clock, agent)


def problem(status: int, title: str = "No") -> tuple[int, dict[str, str], bytes]:
    return status, {"content-type": PROBLEM_TYPE}, msgspec.json.encode(Problem(title, status))


def paths(collector: "FakeCollector") -> list[str]:
    return [path for _, path, _ in collector.requests]


def add(spool: Spool, clock: "FakeClock", *values: int) -> None:
    samples = [Sample("pressure_permille", value, clock.now().utc_ms) for value in values]
    spool.add("pressure", samples, None, clock.now())


def test_everything_that_waits_arrives_once(
    sender: Sender, spool: Spool, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    add(spool, clock, 1, 2)
    clock.advance(1000)
    assert sender.exchange() == Done(1)
    assert sender.exchange() == Done(0)
    assert [sample.value for sample in fake_collector.samples()] == [1, 2]
    method, path, headers = fake_collector.requests[1]
    assert (method, path) == ("POST", BATCHES_PATH)
    assert headers["authorization"] == "Bearer 00000000000000ab.secret"
    assert headers["content-encoding"] == "gzip"
    assert headers["barometer-sent-at"] == str(clock.now().utc_ms)


def test_the_first_batch_already_tells_how_far_the_clocks_are_apart(
    sender: Sender, spool: Spool, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    add(spool, clock, 1)
    sender.exchange()
    (batch,) = fake_collector.batches.values()
    assert batch.skew_ms is not None
    assert abs(batch.skew_ms) <= 1000


def test_a_new_configuration_is_fetched_when_the_collector_mentions_it(
    sender: Sender, spool: Spool, clock: "FakeClock", fake_collector: "FakeCollector", pulse: OpenQuestion
) -> None:
    sender.exchange()
    fake_collector.config = DeviceConfig("v2", 30, [], [pulse])
    sender.exchange()
    assert sender.config is not None
    assert sender.config.version == "v1"
    add(spool, clock, 1)
    sender.exchange()
    assert sender.config.version == "v2"
    assert sender.config.questions == [pulse]


def test_an_unchanged_configuration_is_not_sent_again(sender: Sender, fake_collector: "FakeCollector") -> None:
    sender.exchange()
    sender.refresh()
    sender.exchange()
    assert paths(fake_collector) == [DEVICE_CONFIG_PATH, DEVICE_CONFIG_PATH]
    assert fake_collector.requests[1][2]["if-none-match"] == '"v1"'
    assert sender.config is not None


def test_a_lost_acknowledgement_sends_the_same_batch_again(
    sender: Sender, spool: Spool, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    add(spool, clock, 1)
    fake_collector.refusals = [(502, {"retry-after": "9"}, b"<html>")]
    assert sender.exchange() == Later("busy: 502", 9.0)
    add(spool, clock, 2)
    assert sender.exchange() == Done(2)
    assert [sample.value for sample in fake_collector.samples()] == [1, 2]


def test_a_captive_portal_is_no_acknowledgement(
    sender: Sender, spool: Spool, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    add(spool, clock, 1)
    portal = (200, {"content-type": "text/html"}, b"<html>Welcome, please sign in</html>")
    fake_collector.refusals = [portal, portal]
    assert isinstance(sender.exchange(), Later)
    assert spool.health().pending_batches == 1
    assert sender.exchange() == Done(1)
    assert len(fake_collector.samples()) == 1


def test_too_large_is_halved_until_the_poison_stands_alone(
    sender: Sender, spool: Spool, clock: "FakeClock", fake_collector: "FakeCollector", monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = fake_collector.reply

    def picky(method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        answer = taken(method, path, headers, body)
        poisoned = [key for key, batch in fake_collector.batches.items() if any(s.value == 5 for s in batch.samples)]
        for key in poisoned:
            del fake_collector.batches[key]
        return problem(413) if poisoned else answer

    monkeypatch.setattr(fake_collector, "reply", picky)
    add(spool, clock, *range(8))
    assert isinstance(sender.exchange(), Done)
    assert sorted(sample.value for sample in fake_collector.samples()) == [0, 1, 2, 3, 4, 6, 7]
    assert spool.health().refused == 1


def test_a_refused_batch_is_kept_aside_and_the_next_one_goes(
    sender: Sender, spool: Spool, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    add(spool, clock, 1)
    fake_collector.refusals = [problem(422)]
    sender.exchange()
    add(spool, clock, 2)
    sender.exchange()
    assert [sample.value for sample in fake_collector.samples()] == [2]
    assert spool.health().refused == 1


def test_the_next_batch_tells_what_a_refused_one_cost(
    sender: Sender, spool: Spool, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    add(spool, clock, 1, 2, 3)
    fake_collector.refusals = [problem(422)]
    sender.exchange()
    assert sum(sum(batch.dropped.values()) for batch in fake_collector.batches.values()) == 3


def test_refusals_of_nothing_but_news_are_no_storm(
    sender: Sender, spool: Spool, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    add(spool, clock, 1)
    fake_collector.refusals = [problem(422)] * 50
    assert isinstance(sender.exchange(), Later)
    assert len(fake_collector.refusals) == 48
    fake_collector.refusals = []
    sender.exchange()
    assert [batch.dropped for batch in fake_collector.batches.values()][-1] == {"pressure_permille": 1}


def test_a_revoked_key_stops_the_sending_and_loses_nothing(
    sender: Sender, spool: Spool, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    add(spool, clock, 1)
    fake_collector.refusals = [problem(401, "Revoked")]
    assert sender.exchange() == Unknown("401 Revoked")
    assert spool.health().pending_batches == 1


def test_no_network_is_later(spool: Spool, clock: "FakeClock", agent: AgentFacts) -> None:
    def refuse(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    with Transport("http://collector.test", Config(), httpx.MockTransport(refuse)) as nobody:
        assert Sender(nobody, IDENTITY, spool, clock, agent).exchange() == Later("unreachable: ConnectError: no route")


def test_a_clock_that_is_years_ahead_does_not_empty_the_spool(
    sender: Sender, spool: Spool, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    add(spool, clock, 1)
    real = clock.now()
    clock.step(400 * DAY_MS)
    date = real.utc.strftime("%a, %d %b %Y %H:%M:%S GMT")
    config = msgspec.json.encode(fake_collector.config)
    fake_collector.refusals = [(200, {"Date": date, "etag": '"v1"'}, config)]
    assert sender.exchange() == Done(1)
    assert len(fake_collector.samples()) == 1
    assert fake_collector.samples()[0].at == clock.now().utc_ms


def test_stopping_ends_between_two_batches(
    transport: Transport, spool: Spool, clock: "FakeClock", agent: AgentFacts, fake_collector: "FakeCollector"
) -> None:
    add(spool, clock, 1)
    stopped: Callable[[], bool] = lambda: True  # noqa: E731
    assert Sender(transport, IDENTITY, spool, clock, agent, stopped).exchange() == Done(0)
    assert fake_collector.batches == {}


def test_a_backlog_pauses_as_the_collector_asks_and_an_answer_does_not_wait_behind_it(
    sender: Sender,
    spool: Spool,
    clock: "FakeClock",
    fake_collector: "FakeCollector",
    make_answer: Callable[..., Answer],
) -> None:
    for boot in ("boot-0", "boot-1", "boot-2"):
        spool.add("pressure", [Sample("pressure_permille", 1, 5)], None, replace(clock.now(), boot_id=boot))
    clock.advance(1000)
    fake_collector.pause_ms = 4000
    assert sender.exchange() == Done(1, 4.0)
    spool.answer(make_answer(), clock.now())
    assert sender.exchange() == Done(1, 4.0)
    assert len(fake_collector.answers()) == 1
    assert sender.exchange() == Done(1)
    assert len(fake_collector.samples()) == 3


def test_a_pause_is_for_a_backlog_and_not_for_what_is_measured_meanwhile(
    sender: Sender, spool: Spool, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    add(spool, clock, 1)
    fake_collector.pause_ms = 4000
    fake_collector.meanwhile = lambda: add(spool, clock, 2)
    assert sender.exchange() == Done(1)
    assert len(fake_collector.samples()) == 1


def test_something_on_the_way_that_takes_nothing_costs_no_sample(
    sender: Sender, spool: Spool, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    add(spool, clock, *range(8))
    fake_collector.refusals = [(413, {"content-type": "text/html"}, b"<h1>413</h1>")] * 2
    for _ in range(2):
        outcome = sender.exchange()
        assert isinstance(outcome, Later)
        assert outcome.reason.startswith("limit: 413 for ")
    assert sender.exchange() == Done(1)
    assert len(fake_collector.samples()) == 8


def test_what_a_page_on_the_way_believes_the_time_to_be_counts_for_nothing(
    sender: Sender, spool: Spool, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    sender.exchange()
    add(spool, clock, 1)
    fake_collector.refusals = [(200, {"Date": "Thu, 01 Jan 1970 00:00:00 GMT"}, b"<html>Welcome</html>")]
    assert isinstance(sender.exchange(), Later)
    skew = sender.skew_ms(clock.now())
    assert skew is not None
    assert abs(skew) < 2000


def test_what_was_measured_before_the_clock_was_set_right_is_sent_before_anything_is_called_old(
    sender: Sender, spool: Spool, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    right = clock.now()
    clock.step(-20 * 365 * DAY_MS)
    add(spool, clock, 1)
    clock.step(20 * 365 * DAY_MS)
    assert sender.exchange() == Done(1)
    assert [sample.at for sample in fake_collector.samples()] == [right.utc_ms]


def test_a_clock_that_is_years_ahead_seals_in_the_month_of_the_server(
    sender: Sender, spool: Spool, clock: "FakeClock", fake_collector: "FakeCollector"
) -> None:
    real = clock.now()
    clock.step(400 * DAY_MS)
    date = real.utc.strftime("%a, %d %b %Y %H:%M:%S GMT")
    config = msgspec.json.encode(fake_collector.config)
    fake_collector.refusals = [(200, {"Date": date, "etag": '"v1"'}, config)]
    add(spool, clock, 1)
    sender.exchange()
    (batch,) = fake_collector.batches.values()
    assert batch.month == real.month


def test_with_only_answers_nothing_else_is_sent_or_asked(
    sender: Sender,
    spool: Spool,
    clock: "FakeClock",
    fake_collector: "FakeCollector",
    make_answer: Callable[..., Answer],
) -> None:
    sender.exchange()
    sender.refresh()
    add(spool, clock, 1)
    assert sender.exchange(only_answers=True) == Done(0)
    assert paths(fake_collector) == [DEVICE_CONFIG_PATH]
    spool.answer(make_answer(), clock.now())
    assert sender.exchange(only_answers=True) == Done(1)
    assert (len(fake_collector.answers()), fake_collector.samples()) == (1, [])
    assert sender.exchange() == Done(1)
