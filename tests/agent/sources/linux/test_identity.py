from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.linux import identity

MACHINE_ID = "0f3a1c2b4d5e6f708192a3b4c5d6e7f8"


def test_the_machine_id_and_the_firmwares_are_read(tmp_path: Path) -> None:
    (tmp_path / "machine-id").write_text(f"{MACHINE_ID}\n")
    (tmp_path / "product_uuid").write_text("4C4C4544-0042-3510-8054-B4C04F4A3232\n")
    found = identity.lasting((tmp_path / "machine-id",), tmp_path / "product_uuid")
    assert found == (MACHINE_ID, "4c4c4544-0042-3510-8054-b4c04f4a3232")


def test_the_second_place_is_read_when_the_first_is_empty(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "machine-id").write_text(f"{MACHINE_ID}\n")
    assert identity.lasting((tmp_path / "empty", tmp_path / "machine-id"), tmp_path / "missing") == (MACHINE_ID,)


@pytest.mark.parametrize("text", ["", "uninitialized\n"])
def test_a_machine_without_an_id_is_told_how_to_get_one(text: str, tmp_path: Path) -> None:
    (tmp_path / "machine-id").write_text(text)
    with pytest.raises(NoData, match="make it with systemd-machine-id-setup"):
        identity.lasting((tmp_path / "machine-id",), tmp_path / "missing")


def test_the_system_has_a_name_for_people() -> None:
    assert identity.os_name()
