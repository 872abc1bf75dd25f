"""Whatever a reader of a system returns, what its sampler makes of it is taken in by the collector."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent import inventory
from barometer_agent.sampler import Context, Sampler
from barometer_agent.samplers import (
    app_reliability,
    boot_time,
    connection,
    network_quality,
    os_reliability,
    power,
    responsiveness,
    sign_in,
    storage,
    usage,
    vpn,
    wake_up,
)
from barometer_agent.sources.boots import Boot
from barometer_agent.sources.connection import Connection
from barometer_agent.sources.crashes import Crash
from barometer_agent.sources.drives import Drive
from barometer_agent.sources.load import Load
from barometer_agent.sources.network import Round
from barometer_agent.sources.power import Battery
from barometer_agent.sources.pressure import Pressure
from barometer_agent.sources.records import Records
from barometer_agent.sources.restarts import Restart
from barometer_agent.sources.sign_ins import SignIn
from barometer_agent.sources.storage import Space
from barometer_agent.sources.uptime import Uptime
from barometer_agent.sources.usage import Use
from barometer_agent.sources.vpn_connects import VpnConnect
from barometer_agent.sources.wakes import Wake
from barometer_collector.ingest import rules
from barometer_shared.protocol import Target
from barometer_shared.samples import Gap, Sample

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
CLOCK = rules.Clock(int(NOW.timestamp() * 1000), 0, 0)
TARGETS = (Target("intranet", "https://intranet.example.org/"), Target("collector", "http://127.0.0.1:8600/"))

Create = Callable[[Callable[..., Any]], Sampler]


def _events(create: Create) -> Create:
    """A sampler over a log that holds one event."""
    return lambda read: create(lambda cursor, since_us: Records((read(),), "next"))


# What a reader may return, and the sampler over a reader that returns it each time.
READERS: Mapping[str, tuple[Any, Create]] = {
    "boots": (Boot, _events(boot_time.create)),
    "sign_ins": (SignIn, _events(sign_in.create)),
    "wakes": (Wake, _events(wake_up.create)),
    "vpn_connects": (VpnConnect, _events(vpn.create)),
    "crashes": (Crash, _events(app_reliability.create)),
    "restarts": (Restart, _events(os_reliability.create)),
    "connection": (Connection, lambda read: connection.create(read)),
    "batteries": (tuple[Battery, ...], lambda read: power.create(read)),
    "space": (Space, lambda read: storage.create(read, lambda: (Drive("sda", None),))),
    "drives": (tuple[Drive, ...], lambda read: storage.create(lambda: Space(1, 1), read)),
    "pressure": (Pressure, lambda read: responsiveness.create(read, lambda: Load(0, 0, 0, 0, 0))),
    "load": (Load, lambda read: responsiveness.create(lambda: Pressure(0, {}), read)),
    "rounds": (Round, lambda read: network_quality.create(None, lambda *_: read(), lambda: True, _wifi)),
    "links": (Connection, lambda read: network_quality.create(None, lambda *_: Round(), lambda: True, read)),
    "use": (Use, lambda read: usage.create(read, lambda: Uptime("boot", 1, 60))),
}


def _wifi() -> Connection:
    return Connection("wifi", vpn=False, signal_dbm=-60)


def test_every_sampler_over_a_reader_is_looked_at() -> None:
    ours = {type(create(lambda: None)).__module__ for _, create in READERS.values()}
    # they read the agent itself
    without_reader = {"barometer_agent.samplers.footprint", "barometer_agent.samplers.reach"}
    assert {type(sampler).__module__ for sampler in inventory.discover()} - without_reader == ours


@pytest.mark.parametrize("name", sorted(READERS))
@given(data=st.data())
def test_whatever_a_reader_returns_the_collector_takes_what_is_told(name: str, data: st.DataObject) -> None:
    returned, create = READERS[name]
    values = st.from_type(returned)
    sampler = create(lambda: data.draw(values))
    cursor = None
    for _ in range(2):  # the second time with a reading to compare with, and no first look any more
        context = Context(NOW, TARGETS, cursor)
        taken = inventory.take(sampler, context, {})
        cursor = taken.cursor
        assert [rule for sample in taken.samples if (rule := rules.wrong_with_sample(sample, CLOCK))] == []
        assert [rule for gap in taken.gaps if (rule := rules.wrong_with_gap(gap))] == []
        assert msgspec.json.decode(msgspec.json.encode(taken.samples), type=tuple[Sample, ...]) == taken.samples
        assert msgspec.json.decode(msgspec.json.encode(taken.gaps), type=tuple[Gap, ...]) == taken.gaps
        assert {sample.metric for sample in taken.samples} <= set(sampler.about.metrics)
