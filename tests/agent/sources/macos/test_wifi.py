from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.macos import wifi
from barometer_agent.sources.macos.kept import Kept


def test_root_asks_wdutil_alone(mac: Callable[..., Path], captured: Callable[[str], str]) -> None:
    folder = mac(wdutil=captured("wdutil.txt"), system_profiler=captured("airport.json"))
    assert wifi.signal_dbm("en0") == -71
    assert (folder / "asked").read_text() == "wdutil info\n"


def test_without_root_the_profiler_tells_of_the_network_in_use(
    mac: Callable[..., Path], captured: Callable[[str], str]
) -> None:
    mac(wdutil=("usage: sudo wdutil", 1), system_profiler=captured("airport.json"))
    assert wifi.signal_dbm("en0") == -55
    assert wifi.signal_dbm("awdl0") is wifi.signal_dbm("en9") is None


def test_the_profiler_is_asked_once_in_ten_minutes_and_wdutil_no_more_often(
    mac: Callable[..., Path], captured: Callable[[str], str]
) -> None:
    folder = mac(wdutil=("usage: sudo wdutil", 1), system_profiler=captured("airport.json"))
    now = [0.0]
    kept: Kept[int | None] = Kept(wifi.KEPT_SECONDS, lambda: now[0])
    for minute in range(60):
        now[0] = minute * 60.0
        assert wifi.signal_dbm("en0", kept) == -55
    asked = [line.split()[0] for line in (folder / "asked").read_text().splitlines()]
    assert asked == ["wdutil", "system_profiler"] * 6


def test_where_neither_tells_there_is_no_signal(mac: Callable[..., Path]) -> None:
    mac()
    assert wifi.signal_dbm("en0") is None


@pytest.mark.parametrize("rssi", ["0 dBm", "-300 dBm", "None", ""])
def test_a_signal_that_no_network_has_is_none(rssi: str) -> None:
    assert wifi.by_wdutil(f"    RSSI                 : {rssi}\n") is None


@given(st.text(max_size=100))
def test_no_text_breaks_reading(text: str) -> None:
    for content in (text, '{"SPAirPortDataType":' + text, '{"SPAirPortDataType":[{"spairport_airport_interfaces":1}]}'):
        assert wifi.by_profiler(content, "en0") is None
    wifi.by_wdutil(f"RSSI: {text}")
