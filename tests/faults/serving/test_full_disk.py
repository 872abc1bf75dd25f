"""A disk that is full, a real one: nothing is taken in, nothing is lost, and all goes on when there is room again."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from barometer_collector.database import Database
from barometer_collector.migrations import schema
from barometer_collector.settings import load_settings
from barometer_shared.protocol import DEVICE_CONFIG_PATH
from tests.collector.laptops import enrol
from tests.eventually import eventually
from tests.faults.serving.load import Load
from tests.faults.serving.served import serving

BYTES = 48 << 20
RECOVERED_SECONDS = 60


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, small and in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={BYTES}", "tmpfs", str(folder)]
    if os.name != "posix" or os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("a file system of its own needs root and mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_told_as_503_and_costs_nothing_that_was_acknowledged(disk: Path) -> None:
    settings = load_settings({"data_dir": disk}, {})
    with closing(Database(settings.database_url)) as database:
        schema.upgrade(database)
        laptops = [enrol(database, settings) for _ in range(4)]
        with serving(disk) as served:
            load = Load(laptops, [served.address])
            with load.sending():
                load.more(100)
                ballast = _filled(disk)
                eventually(lambda: load.statuses[503] >= 20, RECOVERED_SECONDS)
                for laptop in laptops:  # what is only read is still told
                    told = httpx.get(served.address + DEVICE_CONFIG_PATH, headers=laptop.headers, trust_env=False)
                    assert told.status_code == 200
                assert served.listens()
                ballast.unlink()
                load.more(200, RECOVERED_SECONDS)
            load.drain()
            found = load.found(database)
            assert (found.missing, found.twice, found.unknown) == (0, 0, 0)
            eventually(lambda: _counted(database) == found.acknowledged, RECOVERED_SECONDS)
            assert set(load.statuses) == {202, 503}
            assert "jobs_process_ended" not in served.said()


def _filled(disk: Path) -> Path:
    """What takes all the room that is left."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    return ballast


def _counted(database: Database) -> int:
    with database.reading() as session:
        return int(session.connection().exec_driver_sql("SELECT coalesce(sum(n), 0) FROM device_day").scalar_one())
