"""Days that are over are packed, bite after bite."""

from datetime import timedelta

import pytest

from barometer_collector.database import Database
from barometer_collector.rollup import packing
from barometer_collector.rollup.packing import pack_days
from barometer_collector.rollup.window import day_by_day
from tests.collector.laptops import NOON, TODAY
from tests.collector.rollup.day_rows import Counted, put, rows_of

AFTERNOON = NOON + timedelta(hours=2)


def test_days_that_are_over_are_packed_and_today_stays_open(database: Database) -> None:
    put(database, *(Counted(device, TODAY - back, values=(1,)) for device in (1, 2) for back in (0, 1, 2)))
    assert pack_days(database, AFTERNOON) == 4
    assert (rows_of(database, "device_day"), rows_of(database, "packed_day")) == (2, 4)
    assert pack_days(database, AFTERNOON) == 0
    assert pack_days(database, AFTERNOON + timedelta(days=1)) == 2


def test_what_comes_late_is_packed_the_next_time(database: Database) -> None:
    put(database, Counted(1, TODAY - 3, values=(1,)))
    pack_days(database, AFTERNOON)
    put(database, Counted(1, TODAY - 3, values=(2,)))
    assert pack_days(database, AFTERNOON) == 1
    with database.reading() as session:
        assert day_by_day(session, [1], None, 0, TODAY).n.tolist() == [2]


def test_others_may_write_between_two_bites(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "_FIRST_BITE", 1)
    monkeypatch.setattr(packing, "_DAYS_A_LOOK", 2)
    monkeypatch.setattr(packing, "next_days", lambda *_: 1)
    put(database, *(Counted(device, TODAY - 5, values=(device,)) for device in range(5)))
    pauses: list[int] = []
    assert pack_days(database, AFTERNOON, lambda: pauses.append(rows_of(database, "packed_day"))) == 5
    assert pauses == [1, 2, 3, 4, 5]
