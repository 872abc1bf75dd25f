"""The collector as the service sees it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from barometer_agent.collector import ASK_AGAIN_MS, DEFER_MS, Collector, may_wait
from barometer_agent.config import Config
from barometer_agent.enrolment import Identity, IdentityError, save
from barometer_agent.spool import Spool
from barometer_agent.uplink.sender import Done
from barometer_agent.uplink.verdict import Later, Unknown
from barometer_shared.protocol import COLLECTOR_PROBLEM, DEVICE_CONFIG_PATH, PROBLEM_TYPE, Problem
from barometer_shared.questions import Answer
from barometer_shared.samples import AgentFacts, Sample

if TYPE_CHECKING:
    FakeClock = FakeCollector = Any

REVOKED = (401, {"content-type": PROBLEM_TYPE}, msgspec.json.encode(Problem("Revoked", 401, COLLECTOR_PROBLEM)))


@pytest.fixture(autouse=True)
def collectors_clock(clock: "FakeClock", collector_server: "FakeCollector") -> None:
    """It goes with the laptop's, and nobody steps it."""
    begun = clock.now()
    offset_ms = begun.utc_ms - begun.monotonic_ms
    collector_server.seconds = lambda: (offset_ms + clock.now().monotonic_ms) / 1000


def test_without_an_identity_there_is_no_collector(
    tmp_path: Path, spool: Spool, clock: "FakeClock", agent: AgentFacts
) -> None:
    with pytest.raises(IdentityError):
        Collector(Config(data_dir=tmp_path), spool, clock, agent, lambda: False)


def test_a_revoked_device_sends_nothing_until_it_is_enrolled_again(
    tmp_path: Path, spool: Spool, clock: "FakeClock", agent: AgentFacts, collector_server: "FakeCollector"
) -> None:
    identity = Identity("00000000000000ab", "old", "demo", collector_server.url)
    save(tmp_path, identity)
    spool.add("pressure", [Sample("pressure_permille", 1, 5)], None, clock.now())
    collector = Collector(Config(data_dir=tmp_path), spool, clock, agent, lambda: False)
    collector_server.refusals = [REVOKED]
    assert collector.identity == identity
    assert collector.exchange() == Unknown("401 Revoked")
    assert collector.identity is None
    asked = len(collector_server.requests)
    assert collector.exchange() == Unknown("401 Revoked")
    assert len(collector_server.requests) == asked
    save(tmp_path, msgspec.structs.replace(identity, secret="new"))
    assert collector.exchange() == Done(1)
    assert collector_server.requests[-1][2]["authorization"] == "Bearer 00000000000000ab.new"
    assert collector.identity == msgspec.structs.replace(identity, secret="new")
    assert len(collector_server.samples()) == 1
    collector.close()


def test_the_configured_address_beats_the_one_of_the_enrolment(
    tmp_path: Path, spool: Spool, clock: "FakeClock", agent: AgentFacts, collector_server: "FakeCollector"
) -> None:
    save(tmp_path, Identity("00000000000000ab", "secret", "demo", "http://127.0.0.1:1"))
    config = Config(data_dir=tmp_path, server_url=collector_server.url)
    collector = Collector(config, spool, clock, agent, lambda: False)
    assert collector.exchange() == Done(0)
    assert collector.server == collector_server.url
    assert collector.config == collector_server.config
    assert collector.skew_ms() is not None
    collector.close()


def test_the_configuration_is_asked_for_now_and_then(
    tmp_path: Path,
    spool: Spool,
    clock: "FakeClock",
    agent: AgentFacts,
    collector_server: "FakeCollector",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save(tmp_path, Identity("00000000000000ab", "secret", "demo", collector_server.url))
    collector = Collector(Config(data_dir=tmp_path), spool, clock, agent, lambda: False)
    collector.exchange()
    collector.exchange()
    assert len(collector_server.requests) == 1
    monkeypatch.setattr("barometer_agent.collector.REFRESH_SECONDS", -1.0)
    collector.exchange()
    assert len(collector_server.requests) == 2
    collector.close()


def test_on_a_metered_link_only_answers_are_sent_until_the_rest_has_waited_a_day(
    tmp_path: Path,
    spool: Spool,
    clock: "FakeClock",
    agent: AgentFacts,
    collector_server: "FakeCollector",
    make_answer: Callable[..., Answer],
) -> None:
    save(tmp_path, Identity("00000000000000ab", "secret", "demo", collector_server.url))
    collector = Collector(Config(data_dir=tmp_path), spool, clock, agent, lambda: False, metered=lambda: True)
    assert collector.exchange() == Done(0)
    assert len(collector_server.requests) == 1  # for the questions, of which nothing is known yet
    spool.add("pressure", [Sample("pressure_permille", 1, 5)], None, clock.now())
    assert collector.exchange() == Done(0)
    assert len(collector_server.requests) == 1
    spool.answer(make_answer(), clock.now())
    assert collector.exchange() == Done(1)
    assert (len(collector_server.answers()), collector_server.samples()) == (1, [])
    clock.advance(DEFER_MS)
    assert collector.exchange() == Done(1)
    assert len(collector_server.samples()) == 1
    collector.close()


@pytest.mark.parametrize(
    ("waited_ms", "waits"), [(None, True), (0, True), (DEFER_MS - 1, True), (DEFER_MS, False), (-5, False)]
)
def test_nothing_waits_for_ever_whatever_the_clock_says(waited_ms: int | None, waits: bool) -> None:
    assert may_wait(waited_ms) is waits


def test_a_clock_that_is_days_ahead_sends_nothing_early_on_a_metered_link(
    tmp_path: Path, spool: Spool, clock: "FakeClock", agent: AgentFacts, collector_server: "FakeCollector"
) -> None:
    save(tmp_path, Identity("00000000000000ab", "secret", "demo", collector_server.url))
    clock.step(3 * DEFER_MS)
    metered: list[bool] = []
    collector = Collector(Config(data_dir=tmp_path), spool, clock, agent, lambda: False, metered=lambda: bool(metered))
    spool.add("pressure", [Sample("pressure_permille", 1, 5)], None, clock.now())
    assert collector.exchange() == Later("clock", 60)  # so large a difference is believed when it is heard again
    clock.advance(120_000)
    collector_server.refusals = [collector_server.reply("GET", DEVICE_CONFIG_PATH, {}, b""), (503, {}, b"")]
    assert isinstance(collector.exchange(), Later)  # the batch is sealed by now
    asked = len(collector_server.requests)
    metered.append(True)
    assert collector.exchange() == Done(0)
    assert len(collector_server.requests) == asked
    collector.close()


def test_a_collector_that_does_not_know_the_device_is_asked_again_every_hour(
    tmp_path: Path, spool: Spool, clock: "FakeClock", agent: AgentFacts, collector_server: "FakeCollector"
) -> None:
    save(tmp_path, Identity("00000000000000ab", "secret", "demo", collector_server.url))
    metered: list[bool] = []
    collector = Collector(Config(data_dir=tmp_path), spool, clock, agent, lambda: False, metered=lambda: bool(metered))
    assert collector.exchange() == Done(0)
    spool.add("pressure", [Sample("pressure_permille", 1, 5)], None, clock.now())
    collector_server.refusals = [REVOKED, REVOKED]
    assert collector.exchange() == Unknown("401 Revoked")
    metered.append(True)
    clock.advance(ASK_AGAIN_MS)
    assert collector.exchange() == Unknown("401 Revoked")
    assert [method for method, _, _ in collector_server.requests] == ["GET", "POST", "GET"]
    clock.advance(ASK_AGAIN_MS - 1)
    assert collector.exchange() == Unknown("401 Revoked")
    assert len(collector_server.requests) == 3
    clock.advance(1)
    assert collector.exchange() == Done(1)
    assert len(collector_server.samples()) == 1
    collector.close()


def test_its_time_is_known_once_the_clocks_were_compared_since_the_start(
    tmp_path: Path, spool: Spool, clock: "FakeClock", agent: AgentFacts, collector_server: "FakeCollector"
) -> None:
    save(tmp_path, Identity("00000000000000ab", "secret", "demo", collector_server.url))
    collector = Collector(Config(data_dir=tmp_path), spool, clock, agent, lambda: False)
    assert collector.now_ms() is None
    begun = clock.now().utc_ms
    clock.step(3_600_000)
    collector.exchange()
    told = collector.now_ms()
    assert told is not None
    assert abs(told - begun) <= 1000
    clock.boot("boot-2", 5)
    assert collector.now_ms() is None
    collector.close()
