"""What the intake counts about itself."""

from prometheus_client import CollectorRegistry

from barometer_collector.ingest.meters import Meters

_BOTH = ("stored", "repeated")


def test_two_collectors_in_one_process_count_apart() -> None:
    first, second = CollectorRegistry(), CollectorRegistry()
    Meters(first).batches.labels("stored").inc()
    Meters(second)
    assert first.get_sample_value("barometer_intake_batches_total", {"outcome": "stored"}) == 1
    assert second.get_sample_value("barometer_intake_batches_total", {"outcome": "stored"}) == 0


def test_what_is_looked_up_once_is_the_counter_of_that_outcome() -> None:
    registry = CollectorRegistry()
    meters = Meters(registry)
    meters.stored.inc(2)
    meters.repeated.inc(3)
    found = [registry.get_sample_value("barometer_intake_batches_total", {"outcome": name}) for name in _BOTH]
    assert found == [2, 3]
