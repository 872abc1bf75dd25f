"""What the intake counts about itself, for /metrics."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Meters:
    """The intake's counters, in ``registry``."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(f"barometer_intake_{name}", text, labels, registry=registry)

        self.batches = counter(
            "batches", "Batches by outcome: stored, repeated, refused, too_old, limited, unavailable", "outcome"
        )
        # Looked up once: a label costs more than counting.
        self.stored, self.repeated = self.batches.labels("stored"), self.batches.labels("repeated")
        self.samples = counter("samples", "Samples, answers and gaps that were stored")
        self.quarantined = counter("quarantined", "Items that were quarantined, by the field that was wrong", "field")
        self.bytes = counter("bytes", "Bytes of batches as sent")
        self.commit_seconds = Histogram(
            "barometer_intake_commit_seconds",
            "Time of one commit group, from its first statement to durable",
            buckets=_SECONDS,
            registry=registry,
        )
        self.queue = Gauge("barometer_intake_queue", "Batches waiting for their commit", registry=registry)
        told = "How full this process is, 0 to 1: its core or its writer, over the last quarter of a minute"
        self.full = Gauge("barometer_intake_full_ratio", told, registry=registry)
