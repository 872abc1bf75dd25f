from pathlib import Path

from barometer_agent.sources import storage
from barometer_agent.sources.storage import Space


def test_the_space_of_a_real_volume_is_read(tmp_path: Path) -> None:
    space = storage.read(tmp_path)
    assert space.free > 0
    assert space.used >= 0


def test_the_systems_volume_answers_on_this_machine() -> None:
    assert isinstance(storage.read(), Space)


def test_each_system_writes_elsewhere() -> None:
    assert storage.system_volume("darwin") == Path("/System/Volumes/Data")
    assert str(storage.system_volume("win32")).startswith("C:")
