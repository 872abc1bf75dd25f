"""The past under another model."""

from pathlib import Path

import pytest

from barometer_collector.database import Database
from barometer_collector.scoring.model import BUILT_IN, ModelError
from barometer_collector.scoring.service import fleet, replay, score_all
from barometer_collector.settings import Settings
from tests.collector.scoring import stored
from tests.collector.scoring.records import NOW, TODAY, Records


@pytest.fixture
def strict(tmp_path: Path) -> Path:
    """A model in which responsiveness counts ten times as much."""
    file = tmp_path / "strict.toml"
    text = BUILT_IN.read_text().replace('model = "2026.1"', 'model = "strict"')
    file.write_text(text.replace('name = "responsiveness"\nweight = 15', 'name = "responsiveness"\nweight = 150'))
    return file


def _stored(database: Database) -> object:
    return [(stored.groups(database, day), stored.devices(database, day)) for day in (TODAY - 1, TODAY)]


def test_it_tells_what_would_change_and_stores_nothing(
    records: Records, database: Database, settings: Settings, strict: Path
) -> None:
    records.laptop(1, pressure=450)
    records.laptop(2, "sales", pressure=0)
    score_all(database, settings, NOW)
    before = _stored(database)
    found = replay(database, settings, NOW, strict, days=2)
    assert _stored(database) == before
    last = {change.key: change for change in found.changes if change.day == "2026-11-18"}
    assert (found.before, found.after, found.stored, found.devices) == ("2026.1", "strict", False, 2)
    assert last["team:finance"].before == fleet(database, settings, NOW).teams[0].t.value
    assert last["team:finance"].difference is not None
    assert last["team:finance"].difference < 0
    assert last["team:sales"].difference is not None
    assert last["team:sales"].difference > 0
    assert found.bands == (("average", "poor", 1),)
    assert "team:finance" in str(found)


def test_when_asked_it_stores_the_days_under_the_other_model(
    records: Records, database: Database, settings: Settings, strict: Path
) -> None:
    records.laptop(1, pressure=450)
    score_all(database, settings, NOW)
    found = replay(database, settings, NOW, strict, days=2, store=True)
    told = fleet(database, settings, NOW).fleet
    assert (told.t.model, told.t.value) == ("strict", found.changes[-1].after)


def test_the_same_model_changes_nothing(records: Records, database: Database, settings: Settings) -> None:
    records.laptop(1)
    found = replay(database, settings, NOW, days=1)
    assert {change.difference for change in found.changes} == {0}
    assert found.bands == ()


def test_a_file_that_cannot_be_used_is_told(database: Database, settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="give a file that exists"):
        replay(database, settings, NOW, tmp_path / "none.toml")
