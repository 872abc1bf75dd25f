from pathlib import Path

from barometer_agent.sources import storage
from barometer_agent.sources.storage import Space


def test_the_space_of_a_real_volume_is_read(tmp_path: Path) -> None:
    space = storage.read(tmp_path)
    assert space.free > 0
    assert space.used >= 0


def test_the_systems_volume_answers_on_this_machine() -> None:
    assert isinstance(storage.read(), Space)


def test_each_system_writes_elsewhere(tmp_path: Path) -> None:
    assert storage.system_volume("darwin", mac_data=tmp_path) == tmp_path
    assert str(storage.system_volume("win32")).startswith("C:")


def test_a_mac_without_a_volume_for_data_writes_to_its_only_one(tmp_path: Path) -> None:
    assert storage.system_volume("darwin", mac_data=tmp_path / "none") == Path("/")
