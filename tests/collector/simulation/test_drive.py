"""Driving a collector with a simulated fleet: what is sent, and what is done with what it answers."""

from collections.abc import Callable
from gzip import decompress

import httpx
import msgspec
import pytest

from barometer_collector.simulation.drive import DriveError, Outcome, Plan, drive
from barometer_collector.simulation.fleet import make_fleet
from barometer_shared.protocol import (
    BATCHES_PATH,
    DEVICE_CONFIG_PATH,
    ENROLMENTS_PATH,
    BatchReceipt,
    DeviceConfig,
    EnrolmentRequest,
    EnrolmentResponse,
)
from barometer_shared.questions import TELL_IT, Faces, FollowUp, OpenQuestion, Option
from barometer_shared.samples import Batch

_MONDAY = 20_416
ABOUT = [Option(name, {"en": name}) for name in ("network", "laptop", "application", "help")]
FOLLOW_UP = FollowUp({"en": "?"}, ABOUT, lowest=1, highest=5)
PULSE = OpenQuestion("pulse-1", Faces({"en": "?"}), {}, {}, 1, follow_ups=[FOLLOW_UP])
CRASH = OpenQuestion("crash-1", Faces({"en": "?"}), {}, {}, 1, occasion="crash")
_NOW = (_MONDAY + 30) * 86_400_000


class Collector:
    """A collector in memory that keeps what arrives, by batch id, as the real one does."""

    def __init__(self, busy: int = 0) -> None:
        self.batches: dict[str, Batch] = {}
        self.tokens: set[str] = set()
        self.busy = busy
        self.questions = [CRASH, PULSE]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == ENROLMENTS_PATH:
            asked = msgspec.json.decode(request.content, type=EnrolmentRequest)
            self.tokens.add(asked.token)
            identity = EnrolmentResponse(asked.hardware_id[:16], "secret", "team")
            return httpx.Response(201, content=msgspec.json.encode(identity))
        if request.url.path == DEVICE_CONFIG_PATH:
            return httpx.Response(200, content=msgspec.json.encode(DeviceConfig("v1", 300, [], self.questions)))
        assert request.url.path == BATCHES_PATH
        if self.busy:
            self.busy -= 1
            return httpx.Response(503, headers={"Retry-After": "0"})
        batch = msgspec.json.decode(decompress(request.content), type=Batch)
        self.batches[batch.id] = batch
        receipt = BatchReceipt(batch.id, len(batch.samples), 0, "v1")
        return httpx.Response(202, content=msgspec.json.encode(receipt))


def _drive(answer: Callable[[httpx.Request], httpx.Response], devices: int = 6, days: int = 5) -> Outcome:
    with httpx.Client(base_url="http://collector", transport=httpx.MockTransport(answer)) as client:
        fleet = make_fleet(devices, 1)
        return drive(client, fleet, lambda team: f"token of {team}", Plan(1, _MONDAY, _MONDAY + days - 1), now_ms=_NOW)


def test_everything_acknowledged_is_counted() -> None:
    collector = Collector()
    outcome = _drive(collector)
    assert outcome.devices == 6
    assert outcome.batches == len(collector.batches) > 20
    assert outcome.samples == sum(len(batch.samples) for batch in collector.batches.values()) > 1000
    assert len(outcome.latencies) == outcome.batches


def test_each_laptop_enrols_with_the_token_of_its_team() -> None:
    collector = Collector()
    _drive(collector, devices=40)
    assert collector.tokens == {f"token of {laptop.team.name}" for laptop in make_fleet(40, 1)}


def test_driving_the_same_days_again_sends_the_same_batches() -> None:
    collector = Collector()
    _drive(collector)
    once = dict(collector.batches)
    _drive(collector)
    assert collector.batches == once


def test_a_longer_history_repeats_the_shorter_one() -> None:
    collector = Collector()
    _drive(collector, days=3)
    short = set(collector.batches)
    _drive(collector, days=5)
    assert short < set(collector.batches)


def test_a_busy_collector_is_asked_again() -> None:
    collector = Collector(busy=5)
    outcome = _drive(collector)
    assert outcome.batches == len(collector.batches)
    assert len(outcome.latencies) == outcome.batches + 5


def test_a_refusal_stops_with_what_the_collector_said() -> None:
    def refuse(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(403, text="this token has expired")

    with pytest.raises(DriveError, match="403 this token has expired"):
        _drive(refuse)


def test_the_pulse_that_is_open_is_answered_with_a_topic_that_it_offers() -> None:
    collector = Collector()
    _drive(collector, devices=30, days=20)
    answers = [answer for batch in collector.batches.values() for answer in batch.answers]
    pulse = [answer for answer in answers if answer.campaign == "pulse-1"]
    assert {answer.campaign for answer in answers} == {"pulse-1", TELL_IT}
    assert {answer.topic for answer in pulse} <= {"", "network", "laptop", "application", "help"}
    assert sum(bool(answer.topic) for answer in pulse) > len(pulse) / 2


def test_a_laptop_that_is_not_asked_answers_nothing() -> None:
    collector = Collector()
    collector.questions = [CRASH]
    _drive(collector, devices=10, days=10)
    assert {answer.campaign for batch in collector.batches.values() for answer in batch.answers} <= {TELL_IT}


def test_a_configuration_that_cannot_be_had_stops_with_what_the_collector_said() -> None:
    collector = Collector()

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(503, text="busy") if request.url.path == DEVICE_CONFIG_PATH else collector(request)

    with pytest.raises(DriveError, match="503 busy"):
        _drive(answer)
