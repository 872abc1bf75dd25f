"""The launch daemon and the launch agent of macOS, held against launchd.plist(5)."""

import plistlib
import sys
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from barometer_agent import config

FOLDER = Path(__file__).parents[2] / "installers" / "macos"
FILE = FOLDER / "barometer-agent.plist"
DAEMON: dict[str, Any] = plistlib.loads(FILE.read_bytes())
TRAY_FILE = FOLDER / "barometer-tray.plist"
TRAY: dict[str, Any] = plistlib.loads(TRAY_FILE.read_bytes())

# launchd.plist(5): the keys that both may use, with the type of each
KEYS = {
    "Label": str,
    "ProgramArguments": list,
    "UserName": str,
    "Umask": int,
    "RunAtLoad": bool,
    "KeepAlive": bool,
    "ThrottleInterval": int,
    "ExitTimeOut": int,
    "ProcessType": str,
    "LowPriorityIO": bool,
    "LowPriorityBackgroundIO": bool,
    "HardResourceLimits": dict,
    "Nice": int,
}
TRAY_KEYS = {
    "Label": str,
    "ProgramArguments": list,
    "LimitLoadToSessionType": str,
    "RunAtLoad": bool,
    "KeepAlive": dict,
    "ThrottleInterval": int,
    "ProcessType": str,
    "Umask": int,
    "HardResourceLimits": dict,
}
PROCESS_TYPES = ("Background", "Standard", "Adaptive", "Interactive")


@pytest.mark.parametrize(("job", "keys"), [(DAEMON, KEYS), (TRAY, TRAY_KEYS)])
def test_every_key_is_one_of_launchds_and_of_its_type(job: dict[str, Any], keys: dict[str, type]) -> None:
    assert {name: type(value) for name, value in job.items()} == keys


@pytest.mark.parametrize(("job", "file"), [(DAEMON, FILE), (TRAY, TRAY_FILE)])
def test_the_label_is_the_name_of_the_file(job: dict[str, Any], file: Path) -> None:
    assert file.name == f"{job['Label']}.plist"


def test_what_runs_as_root_lies_where_only_root_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    program, command = DAEMON["ProgramArguments"]
    assert command == "run"
    assert PurePosixPath(program).parent == PurePosixPath(config.default_file().parent) / "bin"
    assert DAEMON["UserName"] == "root"


def test_it_runs_always_and_is_not_started_in_a_hurry() -> None:
    assert DAEMON["RunAtLoad"]
    assert DAEMON["KeepAlive"]
    assert DAEMON["ThrottleInterval"] >= 10  # below the default, launchd waits no less


def test_its_memory_with_the_devices_key_is_never_written_to_a_file() -> None:
    assert DAEMON["HardResourceLimits"] == {"Core": 0}


def test_everything_else_on_the_mac_goes_first() -> None:
    assert DAEMON["ProcessType"] in PROCESS_TYPES
    assert DAEMON["ProcessType"] == "Background"
    assert DAEMON["LowPriorityIO"]
    assert 0 < DAEMON["Nice"] <= 20


def test_nothing_that_it_writes_is_for_others() -> None:
    assert DAEMON["Umask"] == 0o077


def test_it_logs_where_the_system_keeps_logs_in_bounds() -> None:
    assert not {"StandardOutPath", "StandardErrorPath"} & DAEMON.keys()


@pytest.mark.parametrize("job", [DAEMON, TRAY])
def test_every_key_is_explained(job: dict[str, Any]) -> None:
    explained = (FOLDER / "README.md").read_text("utf-8")
    assert [name for name in job if f"`{name}`" not in explained] == []


def test_the_icon_is_the_same_program_for_each_person_with_a_desktop() -> None:
    assert TRAY["ProgramArguments"] == [DAEMON["ProgramArguments"][0], "tray"]
    assert TRAY["LimitLoadToSessionType"] == "Aqua"
    assert TRAY["RunAtLoad"]
    assert "UserName" not in TRAY  # it is the person's own


def test_a_tray_that_has_nothing_to_do_is_not_started_again() -> None:
    assert TRAY["KeepAlive"] == {"Crashed": True}
    assert TRAY["ThrottleInterval"] >= 10


def test_nobody_waits_for_the_icon_and_its_memory_with_an_answer_is_never_written() -> None:
    assert TRAY["ProcessType"] == "Interactive"
    assert TRAY["HardResourceLimits"] == {"Core": 0}
    assert TRAY["Umask"] == 0o077
