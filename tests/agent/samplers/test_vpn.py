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
        Sample("vpn_connect_ms", 3_456, 3_000),
        Sample("vpn_failure", 1, 1_000, labels={"code": "809"}),
        Sample("vpn_failure", 1, 2_000, labels={"reason": "sign_in"}),
    ]
    assert '"a"' in (context.cursor or "")


def test_a_vpn_that_is_tried_again_and_again_is_counted_and_does_not_fill_the_spool() -> None:
    found = tuple(VpnConnect(second * 1_000_000, None, "connect") for second in range(1, 501))
    sampler = vpn.create(lambda cursor, since_us: Records(found, "a"))
    samples = list(sampler.sample(Context(datetime(1970, 1, 2, tzinfo=UTC))))
    assert len(samples) == vpn.MOST_ALIKE
    assert sum(1 + int(sample.labels.get("more", 0)) for sample in samples) == 500
