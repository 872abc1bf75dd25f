"""What a day of default samples costs on the wire: bytes that go up, a second, with headers and TLS.

    python3 run.py bench uplink_bytes

Every sampler of this machine runs once for real, against three targets on loopback; a day is made of that, each sampler
at its own pace and each value varied, and sent by the real uplink at the default interval. What TLS, TCP and IP add is
counted by their sizes, with a whole handshake for each exchange: the connection is not kept from one to the next.
"""

import gzip
import sys
import tempfile
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random

import httpx
import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from barometer_agent import inventory
from barometer_agent.clock import Moment
from barometer_agent.config import Config
from barometer_agent.enrolment import Identity
from barometer_agent.sampler import Context
from barometer_agent.spool import Spool
from barometer_agent.uplink.loop import DEFAULT_INTERVAL_SECONDS
from barometer_agent.uplink.sender import Done, Sender
from barometer_agent.uplink.transport import Transport
from barometer_shared.metrics import METRICS
from barometer_shared.protocol import BatchReceipt, DeviceConfig, Target
from barometer_shared.samples import AgentFacts, Batch, Sample
from tests.played import Played

TARGETS, DAY_SECONDS, MUST_KBIT = 3, 86_400, 0.5
SEGMENT, TCP_IP, RECORD = 1_448, 52, 22  # bytes: payload of a TCP segment, headers of each, TLS 1.3 of each record
HANDSHAKE = 517 + 80 + 6 * TCP_IP  # ClientHello and Finished (RFC 8446), and the segments of opening and closing TCP
FACTS = AgentFacts("0.1.0", "linux", "Debian GNU/Linux 12", ["faces", "effort", "recommend", "calm", "choice", "text"])


@dataclass
class Meter:
    """A collector that takes everything, and counts what came."""

    batches: int = 0
    samples: int = 0
    headers: int = 0
    bodies: int = 0
    around: int = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        head = len(f"{request.method} {request.url.raw_path.decode()} HTTP/1.1\r\n\r\n")
        head += sum(len(name) + len(value) + 4 for name, value in request.headers.raw)
        self.headers += head
        self.bodies += len(body)
        self.around += (
            RECORD * 2 + TCP_IP * (1 + (head + len(body)) // SEGMENT) + TCP_IP
        )  # the last: of the reply's ACK
        if request.method == "GET":
            return httpx.Response(200, content=msgspec.json.encode(DeviceConfig("5d1f0c9a2b7e", 300)))
        batch = msgspec.json.decode(gzip.decompress(body), type=Batch)
        self.batches += 1
        self.samples += len(batch.samples)
        receipt = BatchReceipt(batch.id, len(batch.samples), 0, "5d1f0c9a2b7e")
        return httpx.Response(202, content=msgspec.json.encode(receipt))


def main() -> int:
    """Print what a day costs; 1 when it is more than it may be."""
    rounds = {sampler.every: [] for sampler in inventory.discover()}
    with targets() as known:
        for sampler in inventory.discover():
            taken, _ = inventory.tried(sampler, Context(datetime.now(UTC), known))
            rounds[sampler.every] += taken.samples
    with tempfile.TemporaryDirectory() as folder:
        meter, exchanges = day(Path(folder), rounds)
    up = meter.headers + meter.bodies + meter.around + exchanges * HANDSHAKE
    kbit = 8 * up / DAY_SECONDS / 1000
    print(f"a day: {meter.samples:,} samples in {meter.batches} batches, {exchanges} exchanges")
    print(f"up: {meter.bodies:,} bytes of bodies, {meter.headers:,} of headers, {up:,} with TLS, TCP and IP")
    print(f"a sample: {meter.bodies / meter.samples:.1f} bytes")
    print(f"mean: {kbit:.3f} kbit/s (must be at most {MUST_KBIT})")
    return int(kbit > MUST_KBIT)


def day(folder: Path, rounds: dict[float, list[Sample]]) -> tuple[Meter, int]:
    """Every round at its pace, an exchange at each interval."""
    random, meter, exchanges = Random(1), Meter(), 0
    moment = Moment(1_795_000_000_000, 60, "5e0f7c0b-1d1e-4b6a-9a63-0f6b1f6d5b11", 60_000)
    clock = _Clock(moment)
    identity = Identity("00000000000000ab", "x" * 43, "Finance", "https://barometer.example.org")
    way = Played(meter.handle_request)
    with Spool(folder, 50 << 20, moment) as spool, Transport(identity.server, Config(), way) as transport:
        sender = Sender(transport, identity, spool, clock, FACTS)
        for second in range(0, DAY_SECONDS, 60):
            clock.moment = replace(
                moment, utc_ms=moment.utc_ms + second * 1000, monotonic_ms=moment.monotonic_ms + second * 1000
            )
            for every, samples in rounds.items():
                if second % every < 60 and samples:
                    varied = [
                        _varied(sample, clock.moment.utc_ms + random.randint(0, 5_000), random) for sample in samples
                    ]
                    spool.add("day", varied, None, clock.moment)
            if second % DEFAULT_INTERVAL_SECONDS < 60:
                exchanges += 1
                assert isinstance(sender.exchange(), Done)
    return meter, exchanges


@dataclass
class _Clock:
    moment: Moment

    def now(self) -> Moment:
        return self.moment


def _varied(sample: Sample, at: int, random: Random) -> Sample:
    metric = METRICS[sample.metric]
    value = min(
        metric.maximum, max(metric.minimum, round(sample.value * random.uniform(0.7, 1.5)) + random.randint(0, 9))
    )
    return msgspec.structs.replace(sample, value=value, at=at)


class targets:  # noqa: N801 - used as a context manager
    """Three targets on loopback."""

    def __enter__(self) -> tuple[Target, ...]:
        self._servers = [ThreadingHTTPServer(("127.0.0.1", 0), _Page) for _ in range(TARGETS)]
        for server in self._servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()
        names = ("collector", "intranet", "internet")
        return tuple(
            Target(name, f"http://127.0.0.1:{server.server_address[1]}/")
            for name, server in zip(names, self._servers, strict=True)
        )

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()


class _Page(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        pass


if __name__ == "__main__":
    sys.exit(main())
