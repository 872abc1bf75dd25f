from datetime import UTC, datetime

from barometer_agent.sampler import Context
from barometer_agent.samplers import wake_up
from barometer_agent.sources.records import Records
from barometer_agent.sources.wakes import Wake
from barometer_shared.samples import Sample

NOW_MS = 1_795_262_400_000


def test_each_time_it_woke_up_is_told() -> None:
    found = (Wake(NOW_MS * 1000 - 2_000, 812_345), Wake(NOW_MS * 1000, 4_000_000))
    sampler = wake_up.create(lambda cursor, since_us: Records(found, "a"))
    assert sampler.sample(Context(datetime(2026, 11, 21, 12, tzinfo=UTC))) == [
        Sample("wake_ms", 812, NOW_MS - 2),
        Sample("wake_ms", 4_000, NOW_MS),
    ]
