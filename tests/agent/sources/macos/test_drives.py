from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import drives as question
from barometer_agent.sources.drives import Drive
from barometer_agent.sources.macos import drives, property_list
from barometer_agent.sources.macos.kept import Kept

Plays = Callable[[str], None]


@pytest.fixture
def diskutil(mac: Callable[..., Path], captured: Callable[[str], str]) -> Plays:
    """A diskutil that lists one drive, of which it tells ``info``."""

    def play(info: str) -> None:
        folder = mac()
        (folder / "list").write_text(captured("diskutil_list.plist"))
        (folder / "info").write_text(info)
        program = folder / "diskutil"
        asked = '[ "$*" = "info -plist disk0" ]'
        program.write_text(f"#!/bin/sh\n{asked} && exec cat {folder}/info\nexec cat {folder}/list\n")
        program.chmod(0o755)

    return play


def test_a_drive_tells_its_verdict_and_its_wear(diskutil: Plays, captured: Callable[[str], str]) -> None:
    diskutil(captured("diskutil_info.plist"))
    assert question.read("darwin") == (Drive("disk0", failing=False, wear_permille=30),)


def test_a_drive_is_asked_once_a_day(diskutil: Plays, captured: Callable[[str], str]) -> None:
    now = [0.0]
    kept: Kept[tuple[Drive, ...]] = Kept(drives.KEPT_SECONDS, lambda: now[0])
    diskutil(captured("diskutil_info.plist"))
    (first,) = drives.read(kept)
    diskutil(captured("diskutil_info.plist").replace("Verified", "Failing"))
    now[0] = drives.KEPT_SECONDS - 1
    assert drives.read(kept) == (first,)
    now[0] += 1
    assert [drive.failing for drive in drives.read(kept)] == [True]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"SMARTStatus": "Failing"}, Drive("disk0", failing=True)),
        ({"SMARTStatus": "Not Supported"}, None),
        ({"SMARTStatus": "Überprüft"}, None),
        ({"SMARTStatus": "Verified", "VirtualOrPhysical": "Virtual"}, None),
        ({"SMARTDeviceSpecificKeysMayVaryNotGuaranteed": {"PERCENTAGE_USED": 130}}, Drive("disk0", None, 1300)),
        ({"SMARTDeviceSpecificKeysMayVaryNotGuaranteed": {"PERCENTAGE_USED": 999}}, None),
        ({"SMARTDeviceSpecificKeysMayVaryNotGuaranteed": "none"}, None),
        ([], None),
    ],
)
def test_only_what_a_drive_tells_is_told(told: object, expected: Drive | None) -> None:
    assert drives.drive_of("disk0", told) == expected


def test_drives_that_say_nothing_are_no_data(diskutil: Plays) -> None:
    diskutil("Could not find disk: disk0")
    with pytest.raises(NoData, match="nothing of their health"):
        drives.read()


def test_without_diskutil_there_is_no_data(mac: Callable[..., Path]) -> None:
    mac()
    with pytest.raises(NoData, match="diskutil is not installed"):
        drives.read()


def test_names_are_whole_disks_alone(captured: Callable[[str], str]) -> None:
    assert drives.names(property_list.parse(captured("diskutil_list.plist"), "diskutil")) == ["disk0"]
    assert drives.names({"WholeDisks": ["disk1s2", "-rf", 3, "disk12"]}) == ["disk12"]
    assert drives.names([]) == drives.names({}) == drives.names({"WholeDisks": 3}) == []
