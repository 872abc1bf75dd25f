"""What a laptop measured in twenty minutes, 100 samples, as each server of the benchmark is told it.

A round of 25 samples every five minutes, as an agent with two targets takes them. The same seed, laptop and number give
the same samples in every dialect. Successive numbers of a laptop are successive twenty minutes, so that nobody is told
the same moment twice.
"""

import gzip
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

import msgspec

from barometer_shared.protocol import BATCHES_PATH, SENT_AT_HEADER, bearer
from barometer_shared.samples import AgentFacts, Batch, Sample

DEVICES = 8_000  # 200,000 series for those that count in series
SAMPLES = 100
ROUNDS, ROUND_MS = 4, 300_000
HISTORY_MS = 44 * 3_600_000  # where the first batch lies: room for 132 batches of each laptop, all within two days
GZIP_LEVEL = 6  # an agent's, and that of Telegraf
_FACTS = AgentFacts("0.1.0", "linux", "Debian GNU/Linux 12", ["faces", "effort", "recommend", "calm", "choice", "text"])
_OF_TARGET = (
    ("dns_us", 4_500), ("tcp_connect_us", 18_400), ("tls_handshake_us", 41_000), ("time_to_first_byte_us", 96_000),
    ("jitter_us", 2_100), ("connects_attempted", 5), ("connects_lost", 0),
)  # fmt: skip
_OF_LAPTOP = (
    ("pressure_permille", 60), ("cpu_busy_permille", 180), ("memory_used_permille", 610), ("disk_queue_milli", 90),
    ("thermal_throttling_permille", 0), ("wifi_signal_dbm", -63),
)  # fmt: skip
_LABELLED = ("tcp_connect_us", "time_to_first_byte_us")


class Laptop(NamedTuple):
    """A laptop that is known to the collector."""

    number: int  # of 63 bits
    secret: str

    @property
    def shown(self) -> str:
        return f"{self.number:016x}"


class Told(NamedTuple):
    """One batch before it is put in anybody's words."""

    laptop: Laptop
    id: str
    sealed_at: int  # milliseconds since 1970 UTC
    samples: list[Sample]


Request = Callable[[Told], bytes]


def laptops() -> list[Laptop]:
    """The same laptops in every run; a secret is as long as a real one."""
    random = Random("laptops of the benchmark")
    return [Laptop(random.getrandbits(63), f"{random.getrandbits(256):043x}"[:43]) for _ in range(DEVICES)]


def told(laptop: Laptop, number: int, start: int) -> Told:
    """The ``number``-th twenty minutes of ``laptop`` after ``start`` (milliseconds since 1970 UTC)."""
    random = Random(laptop.number * 1_000 + number)
    began = start + number * ROUNDS * ROUND_MS + random.randrange(20_000)
    samples = [sample for each in range(ROUNDS) for sample in _round(random, began + each * ROUND_MS)]
    return Told(laptop, f"{random.getrandbits(128):032x}", began + ROUNDS * ROUND_MS, samples)


def as_batch(each: Told) -> bytes:
    """As an agent sends it to a collector."""
    month = time.strftime("%Y-%m", time.gmtime(each.sealed_at / 1000))
    boot = hashlib.sha256(each.laptop.shown.encode()).hexdigest()[:32]
    batch = Batch(each.id, month, each.sealed_at, 60, boot, _FACTS, skew_ms=12, samples=each.samples)
    headers = {
        "User-Agent": "barometer-agent/0.1.0",
        "Authorization": bearer(each.laptop.shown, each.laptop.secret),
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
        SENT_AT_HEADER: str(each.sealed_at),
    }
    return post(BATCHES_PATH, headers, gzip.compress(msgspec.json.encode(batch), GZIP_LEVEL, mtime=0))


def as_lines(path: str, each: Told) -> bytes:
    """As Telegraf would send it: what has the same tags and moment in one line of Influx's protocol.

    Labels are tags, besides the Wi-Fi signal, which changes and would make a new series each time: it is a value of its
    own already.
    """
    lines: dict[tuple[str, int], list[str]] = {}
    for sample in each.samples:
        tags = f"laptop,device={each.laptop.shown}"
        tags += "".join(f",{name}={text}" for name, text in sample.labels.items() if name != "signal_dbm")
        tags += f",subject={sample.subject}" if sample.subject else ""
        lines.setdefault((tags, sample.at), []).append(f"{sample.metric}={sample.value}i")
    body = "".join(f"{tags} {','.join(fields)} {at}\n" for (tags, at), fields in lines.items())
    headers = {"User-Agent": "Telegraf/1.24", "Content-Type": "text/plain; charset=utf-8", "Content-Encoding": "gzip"}
    return post(path, headers, gzip.compress(body.encode(), GZIP_LEVEL, mtime=0))


def as_obvious_json(each: Told) -> bytes:
    """As a first version would send it: the device, its key, and a list of objects."""
    samples = [
        {
            "metric": sample.metric,
            "subject": sample.subject,
            "at": sample.at,
            "value": sample.value,
            "failed": sample.failed,
            "labels": sample.labels,
        }
        for sample in each.samples
    ]
    body = {"id": each.id, "device": each.laptop.shown, "secret": each.laptop.secret, "samples": samples}
    return post("/batches", {"Content-Type": "application/json"}, json.dumps(body).encode())


def post(path: str, headers: dict[str, str], body: bytes) -> bytes:
    """A whole request of HTTP/1.1 whose connection stays open."""
    told = {"Host": "127.0.0.1", **headers, "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body


def _round(random: Random, at: int) -> Iterator[Sample]:
    way = {"family": "ipv4", "link": "wifi", "signal_dbm": str(random.randrange(-75, -50, 5))}
    for target in ("collector", "intranet"):
        at += random.randrange(1, 900)
        for metric, usual in _OF_TARGET:
            yield Sample(metric, _near(random, usual), at, target, way if metric in _LABELLED else {})
    at += random.randrange(1, 900)
    for metric, usual in _OF_LAPTOP:
        yield Sample(metric, _near(random, usual), at)
    for resource, usual in (("cpu", 60), ("io", 20), ("memory", 5)):
        yield Sample("resource_pressure_permille", _near(random, usual), at, resource)
    for basis, seconds in (("input", 260), ("power", 300)):
        yield Sample("use_seconds", seconds, at, basis)


def _near(random: Random, usual: int) -> int:
    return round(usual * (0.8 + 0.4 * random.random()))
