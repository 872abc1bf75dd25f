"""How fast a batch is read and a value is counted: the two things that intake does for every sample.

python3 run.py bench wire
"""

import time
from collections.abc import Callable

import msgspec

from barometer_shared.metrics import METRICS
from barometer_shared.samples import AgentFacts, Batch, Sample

SECONDS = 1.0
GAUGES = ("tcp_connect_us", "time_to_first_byte_us", "jitter_us", "pressure_permille")


def main() -> None:
    """Print one line per measurement."""
    for samples in (26, 500):
        body = msgspec.json.encode(a_batch(samples))
        decoder = msgspec.json.Decoder(Batch)
        rate = rate_of(lambda body=body, decoder=decoder: decoder.decode(body))
        print(
            f"decode: {rate:,.0f} batches/s of {samples} samples, {rate * samples:,.0f} samples/s, {len(body):,} bytes"
        )
    metric = METRICS["tcp_connect_us"]
    print(f"bucket: {rate_of(lambda: metric.bucket(48_211)):,.0f} values/s")


def a_batch(samples: int) -> Batch:
    """A batch as an agent seals it after a few minutes."""
    taken = [Sample(GAUGES[n % 4], 1000 + 37 * n, 1_795_600_000_000 + n, subject="intranet") for n in range(samples)]
    facts = AgentFacts("0.1.0", "linux", "Debian GNU/Linux 12", ["faces"])
    return Batch("0f" * 16, "2026-11", 1_795_600_060_000, 60, "boot", facts, samples=taken)


def rate_of(work: Callable[[], object]) -> float:
    """How often per second ``work`` can be done, measured over about a second."""
    done, started = 0, time.perf_counter()
    while (spent := time.perf_counter() - started) < SECONDS:
        for _ in range(100):
            work()
        done += 100
    return done / spent


if __name__ == "__main__":
    main()
