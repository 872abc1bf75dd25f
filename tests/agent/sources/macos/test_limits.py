from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sources import limits as question
from barometer_agent.sources.limits import Limits
from barometer_agent.sources.macos import interfaces, limits


def test_low_power_mode_spares_the_battery(mac: Callable[..., Path], captured: Callable[[str], str]) -> None:
    mac(pmset=captured("pmset_low_power.txt"))
    assert question.read("darwin") == Limits(battery_saver=True)
    mac(pmset=captured("pmset_usual.txt"))
    assert question.read("darwin") == Limits()


@pytest.mark.parametrize(
    ("line", "expected"),
    [(" powermode            1", True), (" powermode            2", False), ("lowpowermode 10", False)],
)
def test_models_with_a_high_power_mode_name_it_otherwise(line: str, expected: bool) -> None:
    assert limits.is_low_power(f"Currently in use:\n{line}\n womp 1\n") is expected


def test_a_telephone_on_a_cable_counts_its_megabytes(
    mac: Callable[..., Path], captured: Callable[[str], str], tmp_path: Path
) -> None:
    (tmp_path / "interfaces.plist").write_text(captured("interfaces.plist"))
    known = interfaces.read(tmp_path / "interfaces.plist")
    mac(netstat=captured("netstat_wifi.txt").replace("en0", "en7"))
    assert limits.of(known) == Limits(metered=True)
    mac(netstat=captured("netstat_wifi.txt"))
    assert limits.of(known) == Limits()


def test_a_mac_that_tells_nothing_is_limited_by_nothing(mac: Callable[..., Path]) -> None:
    mac()
    assert limits.read() == Limits()
