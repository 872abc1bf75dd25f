"""What the intake counts about itself."""

from prometheus_client import CollectorRegistry

from barometer_collector.ingest.meters import Meters


def test_two_collectors_in_one_process_count_apart() -> None:
    first, second = CollectorRegistry(), CollectorRegistry()
    Meters(first).batches.labels("stored").inc()
    Meters(second)
    assert first.get_sample_value("barometer_intake_batches_total", {"outcome": "stored"}) == 1
    assert second.get_sample_value("barometer_intake_batches_total", {"outcome": "stored"}) is None
