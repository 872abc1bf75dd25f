from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from barometer_agent.sources.macos import panics

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PANICKED_US = 1_794_810_581_000_000


def test_a_panic_is_told_once_however_often_it_was_written(tmp_path: Path, captured: Callable[[str], str]) -> None:
    (tmp_path / "Retired").mkdir()
    for name in ("panic-full-2026-11-16-072941.0002.ips", "Retired/panic-full-2026-11-16-072941.0002.ips"):
        (tmp_path / name).write_text(captured("panic.ips"))
    assert panics.since([tmp_path], 0, AMSTERDAM) == (PANICKED_US,)


def test_reports_of_applications_are_not_opened(tmp_path: Path, captured: Callable[[str], str]) -> None:
    (tmp_path / "Tekenbord-2026-11-16-072941.ips").write_text(captured("panic.ips"))
    (tmp_path / "Kernel-2026-11-16-072941.ips").write_text(captured("crash.ips"))
    assert panics.since([tmp_path], 0, AMSTERDAM) == ()


def test_a_panic_before_the_look_back_is_left_out(tmp_path: Path, captured: Callable[[str], str]) -> None:
    (tmp_path / "panic-full.ips").write_text(captured("panic.ips"))
    assert panics.since([tmp_path], PANICKED_US + 1, AMSTERDAM) == ()


def test_a_panic_of_an_older_system_is_dated_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "Kernel_2026-11-16-072941_laptop.panic").write_text("*** Panic Report ***\npanic(cpu 0)\n")
    assert panics.since([tmp_path], 0, AMSTERDAM) == (PANICKED_US,)


def test_a_report_half_written_is_left_for_later(tmp_path: Path) -> None:
    (tmp_path / "panic-full-x.ips").write_text('{"bug_type":"210","times')
    assert panics.since([tmp_path], 0, AMSTERDAM) == ()


def test_a_name_without_a_moment_tells_none() -> None:
    assert panics.dated_us("Kernel.panic", AMSTERDAM) is None
    assert panics.dated_us("Kernel_2026-99-16-072941_x.panic", AMSTERDAM) is None
    summer = datetime(2026, 7, 16, 7, 29, 41, tzinfo=AMSTERDAM).timestamp()
    assert panics.dated_us("Kernel_2026-07-16-072941_x.panic", AMSTERDAM) == round(summer) * 1_000_000


def test_reading_works_where_no_mac_is() -> None:
    assert panics.read(0) == ()
