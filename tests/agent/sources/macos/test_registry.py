from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import registry


def test_the_registry_is_asked_for_a_property_list(mac: Callable[..., Path], captured: Callable[[str], str]) -> None:
    folder = mac(ioreg=captured("hid.plist"))
    assert registry.entries("-r", "-c", "IOHIDSystem")[0]["HIDIdleTime"] == 66589625
    assert (folder / "asked").read_text() == "ioreg -a -r -c IOHIDSystem\n"


def test_nothing_printed_is_nothing_found() -> None:
    assert registry.parse("") == registry.parse("\n") == []


def test_text_for_people_is_no_answer() -> None:
    with pytest.raises(NoData, match="ioreg gave no property list"):
        registry.parse("+-o Root  <class IORegistryEntry, id 0x100000100, retain 14>")
