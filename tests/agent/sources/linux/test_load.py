from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.linux import load

# /proc of Debian 12: two processors, a hundred ticks a second
STAT = "cpu  1000 50 300 8000 500 10 40 100 30 0\ncpu0 500 25 150 4000 250 5 20 50 15 0\nintr 1 2\n"
MEMINFO = "MemTotal:       16000000 kB\nMemFree:         1000000 kB\nMemAvailable:    9000000 kB\nHugePages:       0\n"
DISKSTATS = """\
   7       0 loop0 10 0 20 4 0 0 0 0 0 8 4 0 0 0 0 0 0
 259       0 nvme0n1 226135 3 13083054 51343 120 5 9000 700 0 84720 2984 0 0 0 0 0 0
 259       1 nvme0n1p1 226135 3 13083054 51343 120 5 9000 700 0 84720 9999 0 0 0 0 0 0
   8       0 sda 10 0 20 4 0 0 0 0 0 8 77 0 0 0 0 0 0
 254       0 dm-0 10 0 20 4 0 0 0 0 0 8 55 0 0 0 0 0 0
"""


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    folder = tmp_path / "proc"
    folder.mkdir()
    for name, text in {"stat": STAT, "meminfo": MEMINFO, "diskstats": DISKSTATS}.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def blocks(tmp_path: Path) -> Path:
    """A disk of the laptop, a memory stick, and what has no device: a loop and a crypt."""
    folder = tmp_path / "block"
    for name, removable in {"nvme0n1": "0", "sda": "1"}.items():
        (folder / name / "device").mkdir(parents=True)
        (folder / name / "removable").write_text(f"{removable}\n")
    for name in ("loop0", "dm-0"):
        (folder / name).mkdir(parents=True)
    return folder


def processor(folder: Path, number: int, **counters: int) -> None:
    throttle = folder / f"cpu{number}" / "thermal_throttle"
    throttle.mkdir(parents=True)
    for name, value in counters.items():
        (throttle / f"{name}_throttle_total_time_ms").write_text(f"{value}\n")


def test_waiting_for_a_disk_is_not_being_busy_and_guests_count_once() -> None:
    assert load.processor_us(STAT, 100) == (1500 * 10_000, 10_000 * 10_000)


def test_memory_is_what_programs_can_still_get_of_all() -> None:
    assert load.memory_bytes(MEMINFO) == (9_000_000 * 1024, 16_000_000 * 1024)


def test_only_disks_that_stay_in_the_laptop_count(proc: Path, blocks: Path, tmp_path: Path) -> None:
    found = load.read(proc, blocks, tmp_path / "no processors")
    assert found.disk_waited_us == 2984 * 1000
    assert found.at_us > 0


def test_a_machine_without_a_disk_of_its_own_does_not_tell_a_queue(proc: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    assert load.read(proc, tmp_path / "none", tmp_path).disk_waited_us is None
    assert load.read(proc, tmp_path / "missing", tmp_path).disk_waited_us is None


def test_the_brake_of_heat_is_told_for_each_processor_that_tells(proc: Path, blocks: Path, tmp_path: Path) -> None:
    processor(tmp_path / "cpu", 0, core=5, package=153)
    processor(tmp_path / "cpu", 1, core=200)
    processor(tmp_path / "cpu", 2)
    assert load.throttled_us(tmp_path / "cpu") == [153_000, 200_000]
    found = load.read(proc, blocks, tmp_path / "cpu")
    assert found.throttled_us == 353_000
    assert found.throttled_capacity_us == 2 * found.at_us


def test_processors_that_do_not_tell_of_heat_are_no_zero(proc: Path, blocks: Path, tmp_path: Path) -> None:
    found = load.read(proc, blocks, tmp_path / "missing")
    assert (found.throttled_us, found.throttled_capacity_us) == (None, None)


def test_without_the_kernels_counters_there_is_no_load(tmp_path: Path) -> None:
    with pytest.raises(NoData, match="counters cannot be read"):
        load.read(tmp_path / "missing")


def test_this_very_machine_has_counters_that_only_grow() -> None:
    first, second = load.read(), load.read()
    assert 0 < first.busy_us <= second.busy_us <= second.capacity_us
    assert 0 < second.memory_available <= second.memory_total
