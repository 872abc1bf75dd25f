import os
import time
from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.crashes import Crash
from barometer_agent.sources.linux import apport
from barometer_agent.sources.records import Records

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


NOW_US = 1_795_000_900_000_000


def report(folder: Path, name: str, at: int, text: str = REPORT) -> Path:
    path = folder / name.replace(".1000.", f".{os.getuid()}.")
    path.write_text(text)
    os.utime(path, (at, at))
    return path


def read(cursor: str, since_us: int, folder: Path, root: Path = Path("/"), now_us: int = NOW_US) -> Records[Crash]:
    return apport.read(cursor, since_us, folder, root, now_us)


def program(root: Path, path: str) -> Path:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).touch()
    return root


def test_a_report_tells_which_program_crashed_and_how(tmp_path: Path) -> None:
    report(tmp_path, "_usr_bin_gedit.1000.crash", 1_795_000_000)
    found = read("", 0, tmp_path)
    assert found.events == (Crash(1_795_000_000_000_000, "gedit", "SIGSEGV", "46.2-2"),)


def test_a_report_is_told_once_and_a_later_one_follows(tmp_path: Path) -> None:
    report(tmp_path, "_usr_bin_gedit.1000.crash", 1_795_000_000)
    first = read("", 0, tmp_path)
    assert read(first.cursor, 0, tmp_path).events == ()
    report(tmp_path, "_usr_bin_eog.1000.crash", 1_795_000_001, REPORT.replace("gedit", "eog"))
    later = read(first.cursor, 0, tmp_path)
    assert [crash.application for crash in later.events] == ["eog"]


def test_a_report_from_before_the_look_back_is_left_out(tmp_path: Path) -> None:
    report(tmp_path, "_usr_bin_gedit.1000.crash", 1_795_000_000)
    assert read("", 1_795_000_000_000_001, tmp_path).events == ()
    assert len(read("", 1_795_000_000_000_000, tmp_path).events) == 1


def test_a_package_that_failed_to_install_is_no_crash(tmp_path: Path) -> None:
    report(tmp_path, "linux-image.0.crash", 1_795_000_000, "ProblemType: Package\nPackage: linux-image 6.8\n")
    assert read("", 0, tmp_path).events == ()


def test_a_report_that_may_not_be_read_still_tells_by_its_name(tmp_path: Path) -> None:
    report(tmp_path, "_usr_bin_my_app.1000.crash", 5)
    system = program(tmp_path / "system", "usr/bin/my_app")
    found = apport.read("", 0, tmp_path, system, NOW_US, head=lambda path, most_bytes: None)
    assert found.events == (Crash(5_000_000, "my_app", "signal unknown"),)


def test_a_program_that_cannot_be_found_again_is_unknown_and_never_a_path(tmp_path: Path) -> None:
    assert apport.program_of("_home_eva_secret_tool.1000.crash", tmp_path) == "unknown"
    assert apport.program_of("odd.crash", tmp_path) == "unknown"


def test_a_machine_without_reports_has_none(tmp_path: Path) -> None:
    assert read("", 5, tmp_path / "missing").events == ()


def test_a_pipe_a_link_and_a_folder_are_no_reports_and_hide_none(tmp_path: Path) -> None:
    folder = tmp_path / "crash"
    folder.mkdir()
    elsewhere = report(tmp_path, "_usr_bin_gedit.1000.crash", 1_795_000_000)
    os.mkfifo(folder / f"_a.{os.getuid()}.crash")
    (folder / f"_b.{os.getuid()}.crash").symlink_to(elsewhere)
    (folder / f"_c.{os.getuid()}.crash").symlink_to(tmp_path / "nothing")
    (folder / f"_d.{os.getuid()}.crash").mkdir()
    report(folder, "_usr_bin_eog.1000.crash", 1_795_000_001, REPORT.replace("gedit", "eog"))
    assert [crash.application for crash in read("", 0, folder).events] == ["eog"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root may give a file to another")
def test_a_report_in_the_name_of_somebody_else_is_passed_over(tmp_path: Path) -> None:
    forged = report(tmp_path, "_usr_bin_gedit.1001.crash", 1_795_000_000)
    os.chown(forged, 1002, 1002)
    assert read("", 0, tmp_path).events == ()
    os.chown(forged, 1001, 1001)
    assert len(read("", 0, tmp_path).events) == 1


def test_a_report_from_the_future_waits_and_does_not_hide_others(tmp_path: Path) -> None:
    report(tmp_path, "_usr_bin_gedit.1000.crash", 4_102_444_800)  # 2100
    first = read("", 0, tmp_path)
    assert first.events == ()
    report(tmp_path, "_usr_bin_eog.1000.crash", 1_795_000_000, REPORT.replace("gedit", "eog"))
    assert [crash.application for crash in read(first.cursor, 0, tmp_path).events] == ["eog"]


def test_a_cursor_of_2100_is_set_back_and_one_of_a_moment_ahead_is_kept(tmp_path: Path) -> None:
    far = read(str(4_102_444_800_000_000), 0, tmp_path).cursor
    assert far == str(NOW_US)
    ahead = str(NOW_US + 2_000_000)
    assert read(ahead, 0, tmp_path).cursor == ahead


def test_many_reports_are_read_in_parts(tmp_path: Path) -> None:
    for number in range(apport.MOST_AT_ONCE + 1):
        report(tmp_path, f"_x{number}.1000.crash", 1_000 + number)
    first = read("", 0, tmp_path)
    assert len(first.events) == apport.MOST_AT_ONCE
    assert len(read(first.cursor, 0, tmp_path).events) == 1


def test_a_name_is_looked_for_where_packages_put_programs(tmp_path: Path) -> None:
    for path in ("usr/bin/my_app", "opt/a_b/c_d", "snap/x/1/bin/y", "home/eva/secret", "usr/bin/dir_x/prog"):
        program(tmp_path, path)
    (tmp_path / "usr/linked").symlink_to(tmp_path / "home")
    for name, expected in (
        ("_usr_bin_my_app", "my_app"),
        ("_opt_a_b_c_d", "c_d"),
        ("_snap_x_1_bin_y", "y"),
        ("_usr_bin_dir_x_prog", "prog"),
        ("_home_eva_secret", "unknown"),
        ("_usr_linked_eva_secret", "unknown"),
        ("_usr_.._home_eva_secret", "unknown"),
    ):
        assert apport.program_of(f"{name}.1000.crash", tmp_path) == expected


def test_looking_for_a_name_ends_after_so_many_steps(tmp_path: Path) -> None:
    for one in ("x", "x_x", "x_x_x"):
        for other in ("x", "x_x", "x_x_x"):
            for third in ("x", "x_x", "x_x_x"):
                (tmp_path / "usr" / one / other / third).mkdir(parents=True, exist_ok=True)
    started = time.process_time()
    assert apport.program_of(f"_usr_{'x_' * 115}y.1000.crash", tmp_path) == "unknown"
    assert time.process_time() - started < 1


def test_a_folder_that_cannot_be_listed_is_told_without_naming_it(tmp_path: Path) -> None:
    (tmp_path / "crash").touch()
    with pytest.raises(NoData, match=r"^apport's reports cannot be listed$"):
        read("", 0, tmp_path / "crash")
