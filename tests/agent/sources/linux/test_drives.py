import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.drives import Drive
from barometer_agent.sources.linux import drives

OBJECTS = json.loads((Path(__file__).parent / "captured" / "udisks.json").read_text("utf-8"))["data"][0]
NVME = "/org/freedesktop/UDisks2/drives/Invented_SSD_0000"
SATA = "/org/freedesktop/UDisks2/drives/Invented_HDD_0000"


def told(objects: dict[str, Any], used: int | None = 7) -> list[Drive]:
    return list(drives.parse(objects, lambda _path: used))


def changed(drive: str, interface: str, **values: object) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(OBJECTS))
    copy[drive].setdefault(interface, {}).update({name: {"data": value} for name, value in values.items()})
    return copy


def test_the_laptops_own_drives_are_told_by_their_short_names() -> None:
    assert told(OBJECTS) == [Drive("nvme0n1", False, 70), Drive("sda", False, None)]


def test_a_drive_that_warns_is_failing() -> None:
    objects = changed(SATA, "org.freedesktop.UDisks2.Drive.Ata", SmartFailing=True)
    assert told(objects)[1].failing
    objects = changed(NVME, "org.freedesktop.UDisks2.NVMe.Controller", SmartCriticalWarning=["spare"])
    assert told(objects)[0].failing


@pytest.mark.parametrize(("warned", "failing"), [(["temperature"], False), (["temperature", "degraded"], True)])
def test_a_drive_that_is_merely_warm_is_not_failing(warned: list[str], failing: bool) -> None:
    objects = changed(NVME, "org.freedesktop.UDisks2.NVMe.Controller", SmartCriticalWarning=warned)
    assert told(objects)[0].failing is failing


def test_a_drive_whose_health_was_never_read_tells_nothing() -> None:
    objects = changed(SATA, "org.freedesktop.UDisks2.Drive.Ata", SmartUpdated=0)
    assert [drive.name for drive in told(objects)] == ["nvme0n1"]
    objects = changed(NVME, "org.freedesktop.UDisks2.NVMe.Controller", SmartUpdated=0)
    assert [drive.name for drive in told(objects, used=None)] == ["sda"]


def test_a_drive_on_a_cable_is_not_the_laptops() -> None:
    objects = changed(SATA, "org.freedesktop.UDisks2.Drive", ConnectionBus="usb")
    assert [drive.name for drive in told(objects)] == ["nvme0n1"]
    objects = changed(SATA, "org.freedesktop.UDisks2.Drive", Removable=True)
    assert [drive.name for drive in told(objects)] == ["nvme0n1"]


def test_no_serial_number_leaves_the_reader() -> None:
    assert "0000" not in repr(told(OBJECTS))


def test_soldered_storage_tells_its_life_time_in_steps(tmp_path: Path) -> None:
    device = tmp_path / "mmcblk0" / "device"
    device.mkdir(parents=True)
    (device / "life_time").write_text("0x01 0x03\n")
    (device / "pre_eol_info").write_text("0x01\n")
    assert list(drives.emmc(tmp_path)) == [Drive("mmcblk0", False, 300)]
    (device / "pre_eol_info").write_text("0x03\n")
    assert next(iter(drives.emmc(tmp_path))).failing
    (device / "life_time").write_text("0x00 0x00\n")
    (device / "pre_eol_info").write_text("0x00\n")
    assert list(drives.emmc(tmp_path)) == []


def test_every_drive_of_the_bus_is_read(programs: Callable[..., Path], tmp_path: Path) -> None:
    objects = Path(__file__).parent / "captured" / "udisks.json"
    smart = '{"type":"a{sv}","data":[{"percent_used":{"type":"y","data":104}}]}'
    programs(busctl=f"case \"$*\" in *GetManagedObjects*) cat '{objects}' ;; *) echo '{smart}' ;; esac")
    assert drives.read(tmp_path) == (Drive("nvme0n1", False, 1040), Drive("sda", False, None))


def test_without_anything_that_tells_it_says_what_is_needed(programs: Callable[..., Path], tmp_path: Path) -> None:
    programs(busctl="exit 1")
    with pytest.raises(NoData, match="install udisks2"):
        drives.read(tmp_path)
