from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import uptime
from barometer_agent.sources.linux import boots
from barometer_shared.samples import GapKind

# systemctl show of a laptop with UEFI and an initrd (systemd 252)
LAPTOP = """\
FirmwareTimestampMonotonic=9411000
LoaderTimestampMonotonic=3902117
InitRDTimestampMonotonic=1250345
UserspaceTimestampMonotonic=5876120
FinishTimestampMonotonic=17345678
SecurityStartTimestampMonotonic=5911002
"""
UNITS = """\
Id=graphical.target
After=slow.service
InactiveExitTimestampMonotonic=17000000
ActiveEnterTimestampMonotonic=17000000

Id=slow.service
After=
InactiveExitTimestampMonotonic=7000000
ActiveEnterTimestampMonotonic=16000000
"""
Installed = Callable[..., Path]


@pytest.fixture
def installed(programs: Callable[..., Path]) -> Installed:
    """Puts programs on PATH that stand in for systemd's."""

    def install(moments: str = LAPTOP, journal: str = "exit 1") -> Path:
        show = f"case \"$*\" in *default.target*) cat <<'END'\n{UNITS}END\n;; *) cat <<'END'\n{moments}END\n;; esac"
        return programs(systemctl=show, journalctl=journal)

    return install


def test_this_boot_is_told_with_its_phases_and_what_held_it_up(installed: Installed) -> None:
    found = boots.read("", 0, booted=installed())
    [boot] = found.events
    assert boot.total_us == 9411000 + 17345678
    assert boot.phases_us["userspace"] == 11469558
    assert [(one.name, one.us) for one in boot.culprits] == [("slow.service", 9_000_000)]
    assert not boot.after_update
    assert found.cursor.startswith(uptime.boot_id("linux"))


def test_a_boot_is_told_once(installed: Installed) -> None:
    folder = installed()
    cursor = boots.read("", 0, booted=folder).cursor
    (folder / "systemctl").unlink()
    again = boots.read(cursor, 0, booted=folder)
    assert (again.events, again.cursor) == ((), cursor)


def test_the_first_boot_with_another_kernel_comes_after_an_update(installed: Installed) -> None:
    found = boots.read("0f0f0f0f-boot 5.10.0-1-amd64", 0, booted=installed())
    assert found.events[0].after_update


def test_a_cursor_without_a_kernel_claims_no_update(installed: Installed) -> None:
    assert not boots.read("0f0f0f0f-boot", 0, booted=installed()).events[0].after_update


def test_a_boot_after_one_that_installed_updates_is_known(installed: Installed) -> None:
    entry = '{"__CURSOR":"s=1","UNIT":"system-update.target"}'
    folder = installed(journal=f"case \"$*\" in *--boot=-1*system-update.target*) echo '{entry}';; esac")
    assert boots.read("", 0, booted=folder).events[0].after_update


def test_a_boot_from_before_the_look_back_is_not_told_and_not_asked_again(installed: Installed) -> None:
    found = boots.read("", 2**62, booted=installed())
    assert found.events == ()
    assert found.cursor


def test_while_the_boot_goes_on_there_is_nothing_to_tell(installed: Installed) -> None:
    folder = installed(moments=LAPTOP.replace("17345678", "0"))
    with pytest.raises(NoData, match="the boot has not finished yet"):
        boots.read("", 0, booted=folder)


def test_without_systemd_as_init_there_is_no_boot_to_measure(tmp_path: Path) -> None:
    with pytest.raises(NoData, match="systemd is not the init of this system") as nothing:
        boots.read("", 0, booted=tmp_path / "missing")
    assert nothing.value.kind is GapKind.NOT_APPLICABLE


def test_a_systemd_that_does_not_answer_is_missing_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoData, match="systemctl is not installed") as nothing:
        boots.read("", 0, booted=tmp_path)
    assert nothing.value.kind is GapKind.NO_DATA
