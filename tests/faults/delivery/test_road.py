"""Whatever happens on the way: what was spooled is in the collector once, or counted as dropped and told as such."""

import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from barometer_agent.uplink.verdict import Later
from barometer_collector.database import Database
from barometer_collector.settings import Settings
from tests.faults.delivery.bridge import Bridge
from tests.faults.delivery.laptop import Laptop
from tests.faults.delivery.road import DROPS, Fault, Road

DAY_MS = 86_400_000

Step = tuple[str, object]
steps = st.one_of(
    st.tuples(st.just("measure"), st.integers(1, 9)),
    st.tuples(st.just("answer"), st.none()),
    st.tuples(st.just("exchange"), st.lists(st.sampled_from(Fault), max_size=5)),
    st.tuples(st.just("answers"), st.lists(st.sampled_from(Fault), max_size=2)),
    st.tuples(st.just("arrive"), st.none()),
    st.tuples(st.just("restart"), st.booleans()),
    st.tuples(st.just("clock"), st.sampled_from([-3 * 365 * DAY_MS, -3_600_000, 5_000, 3_600_000, 3 * 365 * DAY_MS])),
)
WAYS = [
    # A batch that arrived, and of which halves of halves are sent because its receipt was lost.
    [("measure", 8), ("exchange", [Fault.NONE, Fault.REPLY_LOST]), ("exchange", [Fault.TOO_LARGE, Fault.TOO_LARGE])],
    # One that arrives after its first half.
    [
        ("measure", 8),
        ("exchange", [Fault.NONE, Fault.LATE]),
        ("exchange", [Fault.TOO_LARGE, Fault.NONE, Fault.BUSY]),
        ("arrive", None),
    ],
    # A batch that was sealed by a wrong clock, because a collector without a clock spoke first.
    [("answer", None), ("clock", -3 * 365 * DAY_MS), ("exchange", [Fault.TOO_LARGE])],
    # A clock that is years ahead after a restart, which is not believed at once.
    [("exchange", []), ("answer", None), ("measure", 1), ("restart", True), ("clock", 3 * 365 * DAY_MS)],
]


@pytest.mark.parametrize("way", WAYS)
def test_a_way_that_once_lost_or_doubled_something(
    way: list[Step], bridge: Bridge, database: Database, settings: Settings
) -> None:
    _go(way, bridge, database, settings)


@given(way=st.lists(steps, min_size=2, max_size=14))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_nothing_is_lost_or_doubled_on_any_way(
    way: list[Step], bridge: Bridge, database: Database, settings: Settings
) -> None:
    _go(way, bridge, database, settings)


def _go(way: list[Step], bridge: Bridge, database: Database, settings: Settings) -> None:
    with tempfile.TemporaryDirectory() as folder:
        laptop = Laptop(Path(folder), Road(bridge), database, settings)
        try:
            for name, value in way:
                _step(laptop, name, value)
            laptop.hand_in()
            laptop.road.arrive()
            laptop.hand_in()
            _judge(laptop, way)
        finally:
            laptop.close()


def _step(laptop: Laptop, name: str, value: object) -> None:
    match name, value:
        case "measure", int(count):
            laptop.measure(count)
        case "answer", _:
            laptop.answer()
        case "exchange" | "answers", list(faults):
            laptop.road.faults = list(faults)
            laptop.exchange(only_answers=name == "answers")
        case "arrive", _:
            laptop.road.arrive()
        case "restart", bool(reboot):
            laptop.restart(reboot)
        case "clock", int(by_ms):
            laptop.set_clock(by_ms)


def _judge(laptop: Laptop, way: list[Step]) -> None:
    met = {fault for _, value in way if isinstance(value, list) for fault in value}
    seen = laptop.stored() + _values(laptop)
    assert set(seen.values()) <= {1}, "twice"
    assert set(seen) <= set(laptop.spooled)
    missing = len(laptop.spooled) - len(seen)
    assert missing <= laptop.dropped()
    if not laptop.refused_news():  # which are told once more, whether they arrived or not
        assert missing == laptop.dropped()
    if not met & DROPS:
        assert (missing, laptop.dropped()) == (0, 0)
    assert laptop.spool.health().pending_batches == 0
    answers = Counter(raw for raw in laptop.quarantined() if '"campaign"' in raw)
    assert len(answers) <= len(laptop.answered)  # there is no such campaign, so each is set aside, once
    if not met & DROPS:
        assert len(answers) == len(laptop.answered)


def _values(laptop: Laptop) -> Counter[int]:
    """Values that were set aside because their clock was wrong: seen, with the reason, and read again later."""
    decoded = [msgspec.json.decode(raw) for raw in laptop.quarantined().elements()]
    return Counter(item["value"] for item in decoded if "metric" in item)


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault not in (Fault.NONE, Fault.TWICE)])
def test_each_fault_is_met_and_survived(
    fault: Fault, bridge: Bridge, database: Database, settings: Settings, tmp_path: Path
) -> None:
    laptop = Laptop(tmp_path, Road(bridge), database, settings)
    laptop.exchange()
    laptop.measure(8)
    laptop.road.faults = [fault]
    outcome = laptop.exchange()
    if fault not in (Fault.TOO_LARGE, Fault.REFUSED):
        assert isinstance(outcome, Later)
    assert (fault is Fault.BUSY) == (isinstance(outcome, Later) and outcome.after_seconds == 7)
    laptop.hand_in()
    laptop.road.arrive()
    assert sum(laptop.stored().values()) + laptop.dropped() == 8
    assert laptop.dropped() == (8 if fault is Fault.REFUSED else 0)
    laptop.close()


@pytest.mark.parametrize("lost", [Fault.REPLY_LOST, Fault.REPLY_CUT, Fault.LATE])
@pytest.mark.parametrize("refusal", [Fault.REFUSED, Fault.TOO_LARGE])
def test_what_arrived_unheard_and_is_then_refused_is_stored_or_dropped_and_not_both(
    lost: Fault, refusal: Fault, bridge: Bridge, database: Database, settings: Settings, tmp_path: Path
) -> None:
    with closing(Laptop(tmp_path, Road(bridge), database, settings)) as laptop:
        laptop.exchange()
        laptop.measure(1)
        laptop.road.faults = [lost, refusal]
        laptop.exchange()
        laptop.exchange()
        laptop.hand_in()
        laptop.road.arrive()
        assert sum(laptop.stored().values()) == (0 if lost is Fault.LATE else 1)
        assert laptop.dropped() == (1 if lost is Fault.LATE else 0)
