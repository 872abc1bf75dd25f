from datetime import UTC, datetime

from barometer_agent.sampler import Context
from barometer_agent.samplers import vpn
from barometer_agent.sources.records import Records
from barometer_agent.sources.vpn_connects import VpnConnect
from barometer_shared.samples import Sample


def test_a_connection_is_timed_and_a_failure_is_told_with_the_reason() -> None:
    found = (
        VpnConnect(1_000_000, None, "809"),
        VpnConnect(2_000_000, None, "sign_in"),
        VpnConnect(3_000_000, 3_456_789),
    )
    sampler = vpn.create(lambda cursor, since_us: Records(found, "a"))
    context = Context(datetime(1970, 1, 2, tzinfo=UTC))
    assert sampler.sample(context) == [
        Sample("vpn_failure", 1, 1_000, labels={"code": "809"}),
        Sample("vpn_failure", 1, 2_000, labels={"reason": "sign_in"}),
        Sample("vpn_connect_ms", 3_456, 3_000),
    ]
    assert '"a"' in (context.cursor or "")
