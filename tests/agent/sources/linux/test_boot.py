from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.boot import BootTimes
from barometer_agent.sources.linux import boot
from barometer_shared.samples import GapKind

# systemctl show in a booted Debian 12 in a container (systemd 252)
CONTAINER = """\
FirmwareTimestampMonotonic=0
LoaderTimestampMonotonic=0
InitRDTimestampMonotonic=0
UserspaceTimestampMonotonic=1352001299
FinishTimestampMonotonic=1352228338
SecurityStartTimestampMonotonic=0
"""
# the same properties of a laptop with UEFI and an initrd
LAPTOP = """\
FirmwareTimestampMonotonic=9411000
LoaderTimestampMonotonic=3902117
InitRDTimestampMonotonic=1250345
UserspaceTimestampMonotonic=5876120
FinishTimestampMonotonic=17345678
SecurityStartTimestampMonotonic=5911002
"""


def test_the_moments_of_a_container_are_marked_as_its_own() -> None:
    assert boot.parse(CONTAINER) == BootTimes(0, 0, 0, 1352001299, 1352228338, in_container=True)


def test_the_moments_of_a_laptop_are_read() -> None:
    assert boot.parse(LAPTOP) == BootTimes(9411000, 3902117, 1250345, 5876120, 17345678, in_container=False)


@pytest.mark.parametrize("text", ["", "FinishTimestampMonotonic=\n", "FinishTimestampMonotonic=n/a\n"])
def test_a_moment_that_is_not_told_is_zero(text: str) -> None:
    assert boot.parse(text).finished_us == 0


def test_how_long_ago_the_boot_ended_is_known_once_it_has() -> None:
    finished = boot.with_age(boot.parse(LAPTOP), 20_000_000)
    assert finished.finished_ago_us == 20_000_000 - 17345678
    booting = boot.with_age(boot.parse("UserspaceTimestampMonotonic=5876120"), 20_000_000)
    assert booting.finished_ago_us == 0


def test_without_systemd_as_init_there_is_no_boot_to_measure(tmp_path: Path) -> None:
    with pytest.raises(NoData, match="systemd is not the init of this system") as nothing:
        boot.read(booted=tmp_path / "missing")
    assert nothing.value.kind is GapKind.NOT_APPLICABLE


def test_a_systemd_that_does_not_answer_is_missing_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoData, match="systemctl is not installed") as nothing:
        boot.read(booted=tmp_path)
    assert nothing.value.kind is GapKind.NO_DATA


def test_what_systemctl_prints_is_what_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "systemctl"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{LAPTOP}END\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert boot.read(booted=tmp_path).finished_us == 17345678
