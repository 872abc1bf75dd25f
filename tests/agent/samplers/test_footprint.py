"""What Barometer itself takes."""

from datetime import UTC, datetime

from barometer_agent.sampler import Context
from barometer_agent.samplers.footprint import create
from barometer_agent.sources.footprint import Footprint
from barometer_shared.metrics import METRICS

CONTEXT = Context(datetime(2026, 11, 22, 9, tzinfo=UTC))
HOUR_US = 3_600_000_000


def test_memory_is_told_at_once_and_the_rest_since_the_run_before() -> None:
    readings = iter([Footprint(0, 27_000, 400_000), Footprint(HOUR_US, 28_000, 1_480_000)])
    sent = iter([1_000, 31_000])
    sampler = create(lambda: next(readings), lambda: next(sent))
    first = [(one.metric, one.value) for one in sampler.sample(CONTEXT)]
    assert first == [("agent_memory_kib", 27_000)]
    second = [(one.metric, one.value) for one in sampler.sample(CONTEXT)]
    assert second == [("agent_memory_kib", 28_000), ("agent_cpu_ppm", 300), ("agent_sent_bytes", 30_000)]


def test_a_share_is_never_more_than_a_whole_core() -> None:
    readings = iter([Footprint(0, 1, 0), Footprint(1_000, 1, 5_000)])
    sampler = create(lambda: next(readings))
    sampler.sample(CONTEXT)
    assert {one.metric: one.value for one in sampler.sample(CONTEXT)}["agent_cpu_ppm"] == 1_000_000


def test_it_measures_what_the_catalogue_knows_and_this_process_too() -> None:
    sampler = create()
    samples = [*sampler.sample(CONTEXT), *sampler.sample(CONTEXT)]
    assert {one.metric for one in samples} == set(sampler.about.metrics) <= METRICS.keys()
    assert all(METRICS[one.metric].minimum <= one.value <= METRICS[one.metric].maximum for one in samples)
