"""Rounds of a target that went well and badly, and what the sampler makes of one."""

from datetime import UTC, datetime

from barometer_agent.sampler import Context, NoData, Reason
from barometer_agent.samplers import network_quality
from barometer_agent.sources.connection import Connection
from barometer_agent.sources.network import Connect, Round
from barometer_shared.protocol import Target
from barometer_shared.samples import Sample

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
INTRANET = Target("intranet", "https://intranet.example.org/")
HERE = Target("collector", "http://127.0.0.1:8600/")
WELL = Round(
    connects=tuple(map(Connect, (20_000, 22_000, 21_000, 25_000, 21_000))),
    dns_us=3_000,
    tls_us=40_000,
    first_byte_us=180_000,
    family="ipv4",
)
REFUSED = Round(connects=(Connect(100, "refused"),) * 5, dns_us=3_000, failure="refused", family="ipv4")


def run(
    found: Round, *targets: Target, link_is_up: bool = True, asked: list[tuple[str, int]] | None = None
) -> tuple[list[Sample], Context]:
    def measure(target: Target, connects: int) -> Round:
        if asked is not None:
            asked.append((target.name, connects))
        return found

    context = Context(NOW, targets)
    sampler = network_quality.create(measure=measure, link_is_up=lambda: link_is_up, read_connection=unseen)
    return list(sampler.sample(context)), context


def unseen() -> Connection:
    raise NoData(Reason("not to be seen here", "hier niet te zien"))


def told(found: Round, target: Target = INTRANET) -> dict[str, tuple[int, bool, dict[str, str]]]:
    samples, _ = run(found, target)
    return {sample.metric: (sample.value, sample.failed, sample.labels) for sample in samples}
