"""The mirror sees what is missing on either side, and nothing else."""

from pathlib import Path

import pytest

from tests.workspace.mirror import differences


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for name in ("agent/barometer_agent/spool.py", "tests/agent/test_spool.py"):
        write(tmp_path, name)
    return tmp_path


def write(root: Path, name: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def test_a_mirrored_house_has_no_differences(house: Path) -> None:
    assert differences(house) == []


def test_a_module_without_its_test_is_named_with_the_test_to_write(house: Path) -> None:
    write(house, "agent/barometer_agent/samplers/storage.py")
    (difference,) = differences(house)
    assert "agent/barometer_agent/samplers/storage.py" in difference
    assert "tests/agent/samplers/test_storage.py" in difference


def test_a_test_without_its_module_is_named(house: Path) -> None:
    write(house, "tests/collector/ingest/test_gone.py")
    (difference,) = differences(house)
    assert "tests/collector/ingest/test_gone.py" in difference


def test_the_tests_of_a_module_may_be_a_folder_of_its_name(house: Path) -> None:
    (house / "tests/agent/test_spool.py").unlink()
    write(house, "tests/agent/spool/test_salvage.py")
    write(house, "tests/agent/spool/test_quota.py")
    assert differences(house) == []


def test_a_folder_that_is_named_for_no_module_hides_nothing(house: Path) -> None:
    (house / "tests/agent/test_spool.py").unlink()
    write(house, "tests/agent/spool/deeper/test_salvage.py")
    lacking, stray = differences(house)
    assert "write tests/agent/test_spool.py" in lacking
    assert "tests/agent/spool/deeper/test_salvage.py tests no module" in stray


@pytest.mark.parametrize("name", ["teams/__init__.py", "teams/tables.py", "migrations/versions/0001_first.py"])
def test_what_holds_no_behaviour_needs_no_test(house: Path, name: str) -> None:
    write(house, f"collector/barometer_collector/{name}")
    assert differences(house) == []


def test_a_conftest_needs_no_module(house: Path) -> None:
    write(house, "tests/agent/conftest.py")
    assert differences(house) == []


def test_what_needs_no_test_may_have_one(house: Path) -> None:
    write(house, "collector/barometer_collector/migrations/schema.py")
    write(house, "tests/collector/migrations/test_schema.py")
    assert differences(house) == []
