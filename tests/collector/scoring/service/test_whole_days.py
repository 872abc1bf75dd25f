"""Every device on a day, beside everything else and across restarts."""

from datetime import timedelta

import pytest

from barometer_collector.database import Database
from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.days import Day, day_of
from barometer_collector.scoring.service import whole_days
from barometer_collector.scoring.service.bites import Stores, go_on
from barometer_collector.scoring.service.devices import layout_of
from barometer_collector.scoring.store import whole_days as store
from tests.collector.scoring import stored
from tests.collector.scoring.records import NOW, NOW_MS, TODAY, Records

LAYOUT = layout_of(load())


@pytest.fixture
def small_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two devices at a time."""
    monkeypatch.setattr(whole_days, "MOST_COMPUTED", 2)


def _pass(database: Database, day: Day, most: int | None = None) -> int:
    return whole_days.pass_on(database, LAYOUT, day, NOW_MS, Stores(database, go_on), most)


def _known(database: Database) -> dict[int, bool]:
    with database.reading() as session:
        return {each.day: each.is_done for each in store.known(session, 0)}


@pytest.mark.usefixtures("small_bites")
def test_it_goes_on_where_it_was_left(records: Records, database: Database) -> None:
    for number in range(1, 6):
        records.laptop(number)
    whole_days.begin_days(database, LAYOUT, day_of(NOW))
    assert _pass(database, day_of(NOW), most=3) == 4
    assert set(stored.devices(database, TODAY)) == {1, 2, 3, 4}
    whole_days.begin_days(database, LAYOUT, day_of(NOW))
    assert not _known(database)[TODAY]
    assert _pass(database, day_of(NOW)) == 1
    assert _known(database) == {TODAY: True}
    assert stored.sums_are_those_of_the_devices(database, LAYOUT, TODAY)


def test_when_a_day_begins_the_one_before_is_scored_to_its_end_first(records: Records, database: Database) -> None:
    records.laptop(1)
    whole_days.begin_days(database, LAYOUT, day_of(NOW))
    _pass(database, day_of(NOW))
    later = day_of(NOW + timedelta(days=2))
    whole_days.begin_days(database, LAYOUT, later)
    assert _known(database) == {TODAY: False, TODAY + 1: False, TODAY + 2: False}
    _pass(database, later, most=2)
    assert _known(database) == {TODAY: True, TODAY + 1: False, TODAY + 2: False}
    _pass(database, later)
    assert all(_known(database).values())
    assert set(stored.devices(database, TODAY + 1)) == {1}


def test_a_day_that_was_begun_is_not_begun_again(records: Records, database: Database) -> None:
    records.laptop(1)
    for _ in range(2):
        whole_days.begin_days(database, LAYOUT, day_of(NOW))
        assert _pass(database, day_of(NOW)) in (0, 1)
    assert _pass(database, day_of(NOW)) == 0
