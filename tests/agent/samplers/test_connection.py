from datetime import UTC, datetime

import pytest

from barometer_agent.sampler import Context, NoData
from barometer_agent.samplers import connection
from barometer_agent.sources.connection import Connection
from barometer_shared.samples import Sample

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_the_strength_of_the_wifi_is_told() -> None:
    sampler = connection.create(lambda: Connection("wifi", vpn=True, signal_dbm=-67))
    assert sampler.sample(Context(NOW)) == [Sample("wifi_signal_dbm", -67, 1_795_262_400_000)]


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (Connection("wired", vpn=False), "not on Wi-Fi"),
        (Connection("", vpn=False), "not on Wi-Fi"),
        (Connection("wifi", vpn=False), "does not tell how strong"),
    ],
)
def test_without_wifi_there_is_nothing_to_tell(found: Connection, reason: str) -> None:
    with pytest.raises(NoData, match=reason):
        connection.create(lambda: found).sample(Context(NOW))
