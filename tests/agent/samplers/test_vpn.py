from datetime import UTC, datetime

from barometer_agent.sampler import Context
from barometer_agent.samplers import vpn
from barometer_agent.sources.records import Records
from barometer_agent.sources.vpn_connects import VpnConnect
from barometer_shared.samples import Sample

NOW_MS = 1_795_262_400_000


def test_a_connection_is_told_and_an_attempt_that_failed_took_no_time_to_tell() -> None:
    found = (VpnConnect(NOW_MS * 1000 - 9_000, None), VpnConnect(NOW_MS * 1000, 3_456_789))
    sampler = vpn.create(lambda cursor, since_us: Records(found, "a"))
    context = Context(datetime(2026, 11, 21, 12, tzinfo=UTC))
    assert sampler.sample(context) == [Sample("vpn_connect_ms", 3_456, NOW_MS)]
    assert '"a"' in (context.cursor or "")
