"""The errands begin when there are any."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from barometer_agent.anonymous.booth import Booth
from barometer_agent.clock import Clock
from barometer_agent.collector import Collector
from barometer_agent.config import Config
from barometer_agent.enrolment import Identity, save
from barometer_agent.spool import Spool
from barometer_agent.spool.tickets import State
from barometer_shared.anonymous import keys_path, tokens_path
from barometer_shared.protocol import DeviceConfig
from barometer_shared.questions import OpenQuestion
from barometer_shared.samples import AgentFacts
from tests.agent.anonymous.counter import Counter, key_list, told
from tests.agent.voting import held
from tests.eventually import eventually

if TYPE_CHECKING:
    FakeClock = FakeCollector = Any

# The collector's time is half a second later than the clock of the tests, as ``Date`` counts whole seconds. A quarter
# of what is left until then is no time at all.
SOON = 1_790_000_000_503


@pytest.fixture
def asked(pulse: OpenQuestion) -> OpenQuestion:
    return msgspec.structs.replace(pulse, anonymous=told(key_list(closes_at=SOON), SOON))


@pytest.fixture
def collector(
    tmp_path: Path, spool: Spool, clock: Clock, agent: AgentFacts, collector_server: "FakeCollector"
) -> Iterator[Collector]:
    save(tmp_path, Identity("00000000000000ab", "secret", "demo", collector_server.url))
    collector_server.seconds = lambda: clock.now().utc_ms / 1000
    made = Collector(Config(data_dir=tmp_path), spool, clock, agent, lambda: False)
    yield made
    made.close()


@pytest.fixture
def booth(spool: Spool, collector: Collector, tmp_path: Path) -> Iterator[Booth]:
    made = Booth(spool.ballots, collector, Config(data_dir=tmp_path))
    yield made
    made.stop(5)


def test_without_an_anonymous_question_nothing_begins(
    booth: Booth, collector: Collector, collector_server: "FakeCollector", pulse: OpenQuestion
) -> None:
    booth.look()
    collector_server.config = DeviceConfig("v2", 60, [], [pulse])
    collector.exchange()
    booth.look()
    assert booth._errands is None
    assert booth.differing() == []


def test_with_one_a_ticket_is_asked_for_over_connections_of_their_own(
    booth: Booth, collector: Collector, spool: Spool, collector_server: "FakeCollector", asked: OpenQuestion
) -> None:
    counter = Counter(key_list(closes_at=SOON))
    collector_server.config = DeviceConfig("v2", 60, [], [asked])
    collector_server.others = counter.at
    collector.exchange()
    sent_bytes = collector.sent_bytes
    booth.look()
    booth.meet("anna")
    eventually(lambda: [each for each in spool.ballots.tickets() if each.state is State.HELD])
    requests = {path: headers for _, path, headers in collector_server.requests if "anonymous" in path}
    assert set(requests) == {keys_path("pulse"), tokens_path("pulse")}
    assert "authorization" not in requests[keys_path("pulse")]
    assert requests[tokens_path("pulse")]["authorization"] == "Bearer 00000000000000ab.secret"
    assert counter.issued.keys() == {"anna"}
    assert collector.sent_bytes == sent_bytes  # what is measured of the agent says nothing of it


def test_what_is_left_from_before_is_gone_on_with(booth: Booth, spool: Spool, collector: Collector) -> None:
    spool.ballots.keep(held(closes_at=1))
    booth.look()
    assert booth._errands is not None
    assert collector.now_ms() is None


def test_the_service_of_a_laptop_without_anonymous_questions_loads_none_of_it() -> None:
    script = (
        "import sys; from barometer_agent import desk, service; from barometer_agent.anonymous import booth, token;"
        " token.is_possible(); package = 'barometer_agent.anonymous';"
        " assert not set(sys.modules) & {'voprf', f'{package}.errands', f'{package}.keeper'}"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
