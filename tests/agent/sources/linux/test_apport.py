import os
from pathlib import Path

from barometer_agent.sources.crashes import Crash
from barometer_agent.sources.linux import apport

# the head of a report, as apport(1) writes it on Ubuntu 24.04; the values are invented
REPORT = """\
ProblemType: Crash
Architecture: amd64
Date: Fri Apr 10 10:00:00 2026
ExecutablePath: /usr/bin/gedit
Package: gedit 46.2-2
ProcCmdline: /usr/bin/gedit /home/eva/salary.txt
ProcMaps:
 5581a000-5581b000 r--p 00000000 fd:01 /home/eva/x
Signal: 11
SignalName: SIGSEGV
CoreDump: base64
 H4sICAAAAAAC/0NvcmVEdW1wAA==
"""


def report(folder: Path, name: str, at: int, text: str = REPORT) -> Path:
    path = folder / name
    path.write_text(text)
    os.utime(path, (at, at))
    return path


def test_a_report_tells_which_program_crashed_and_how(tmp_path: Path) -> None:
    report(tmp_path, "_usr_bin_gedit.1000.crash", 1_795_000_000)
    found = apport.read("", 0, tmp_path)
    assert found.events == (Crash(1_795_000_000_000_000, "gedit", "SIGSEGV", "46.2-2"),)


def test_a_report_is_told_once_and_a_later_one_follows(tmp_path: Path) -> None:
    report(tmp_path, "_usr_bin_gedit.1000.crash", 1_795_000_000)
    first = apport.read("", 0, tmp_path)
    assert apport.read(first.cursor, 0, tmp_path).events == ()
    report(tmp_path, "_usr_bin_eog.1000.crash", 1_795_000_001, REPORT.replace("gedit", "eog"))
    later = apport.read(first.cursor, 0, tmp_path)
    assert [crash.application for crash in later.events] == ["eog"]


def test_a_report_from_before_the_look_back_is_left_out(tmp_path: Path) -> None:
    report(tmp_path, "_usr_bin_gedit.1000.crash", 1_795_000_000)
    assert apport.read("", 1_795_000_000_000_001, tmp_path).events == ()
    assert len(apport.read("", 1_795_000_000_000_000, tmp_path).events) == 1


def test_a_package_that_failed_to_install_is_no_crash(tmp_path: Path) -> None:
    report(tmp_path, "linux-image.0.crash", 1_795_000_000, "ProblemType: Package\nPackage: linux-image 6.8\n")
    assert apport.read("", 0, tmp_path).events == ()


def test_a_report_that_may_not_be_read_still_tells_by_its_name(tmp_path: Path) -> None:
    unreadable = tmp_path / "_usr_bin_my_app.1000.crash"
    unreadable.mkdir()  # root too cannot open it as a file
    os.utime(unreadable, (5, 5))
    system = tmp_path / "system"
    (system / "usr/bin").mkdir(parents=True)
    (system / "usr/bin/my_app").touch()
    assert apport.read("", 0, tmp_path, system).events == (Crash(5_000_000, "my_app", "signal unknown"),)


def test_a_program_that_cannot_be_found_again_is_unknown_and_never_a_path(tmp_path: Path) -> None:
    assert apport.program_of("_home_eva_secret_tool.1000.crash", tmp_path) == "unknown"
    assert apport.program_of("odd.crash", tmp_path) == "unknown"


def test_a_machine_without_reports_has_none(tmp_path: Path) -> None:
    assert apport.read("", 5, tmp_path / "missing").events == ()
