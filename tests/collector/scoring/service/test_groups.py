"""Teams and the fleet: their devices' mean, and what people published."""

import pytest

from barometer_collector.database import Database
from barometer_collector.scoring.service import fleet, score_touched, team
from barometer_collector.scoring.service.groups import sentiment_of
from barometer_collector.sentiment.publishing import GroupAnswers
from barometer_collector.settings import Settings
from tests.collector.scoring.records import NOW, TODAY, Records


def _scored(records: Records) -> None:
    while score_touched(records.database, records.settings, NOW):
        pass


def test_a_team_is_the_mean_of_its_devices_and_the_fleet_of_all_of_them(
    records: Records, database: Database, settings: Settings
) -> None:
    records.laptop(1)
    records.laptop(2, connect_ms=1_400)
    records.laptop(3, "sales", simulated=True)
    records.device(4, "sales")
    _scored(records)
    found = fleet(database, settings, NOW)
    finance, sales = found.teams
    assert (finance.scored_devices, sales.scored_devices, sales.devices, sales.simulated_devices) == (2, 1, 2, 1)
    assert finance.t.value is not None
    assert sales.t.value is not None
    assert found.fleet.t.value == pytest.approx((2 * finance.t.value + sales.t.value) / 3, abs=0.01)
    assert [(poor.component, poor.devices, poor.of) for poor in finance.poor] == [("network", 1, 2)]


def test_team_x_appears_at_the_fifth_answer_and_the_combined_score_follows(
    records: Records, database: Database, settings: Settings
) -> None:
    records.laptop(1)
    for number in range(4):
        records.answer(records.device(10 + number), f"user{number}", 1)
        _scored(records)
        before = team(database, settings, NOW, "finance")
        assert (before.x.value, before.x.respondents, before.x.needed) == (None, number + 1, 5)
        assert before.experience.value == before.t.value
    records.answer(records.device(14), "user4", 1)
    _scored(records)
    after = team(database, settings, NOW, "finance")
    assert (after.x.value, after.x.respondents, after.x.band) == (0.0, 5, "poor")
    assert after.experience.value is not None
    assert before.experience.value is not None
    assert after.experience.value < before.experience.value
    assert after.experience.coverage == 0.8


def test_an_answer_counts_for_the_team_of_its_day(records: Records, database: Database, settings: Settings) -> None:
    records.laptop(1, "finance")
    records.move(1, "sales", TODAY)
    records.answer(1, "jan", day=TODAY - 1)
    records.answer(1, "piet", day=TODAY)
    _scored(records)
    counts = {each.key: each.x.respondents for each in fleet(database, settings, NOW).teams}
    assert counts == {"finance": 1, "sales": 1}


def test_a_device_that_moved_counts_in_its_new_team_alone(
    records: Records, database: Database, settings: Settings
) -> None:
    records.laptop(1, "finance")
    records.laptop(2, "sales")
    _scored(records)
    records.move(1, "sales", TODAY)
    records.day(1, "jitter_us", [1], subject="mail")
    _scored(records)
    found = {each.key: (each.devices, each.scored_devices) for each in fleet(database, settings, NOW).teams}
    assert found == {"finance": (0, 0), "sales": (2, 2)}
    assert fleet(database, settings, NOW).fleet.scored_devices == 2


def test_a_team_called_fleet_is_not_the_fleet(records: Records, database: Database, settings: Settings) -> None:
    records.laptop(1, "fleet")
    records.laptop(2, "sales", connect_ms=1_400)
    _scored(records)
    assert team(database, settings, NOW, "fleet").devices == 1
    assert fleet(database, settings, NOW).fleet.devices == 2


def test_what_is_published_is_told_with_its_band() -> None:
    shown = sentiment_of(GroupAnswers(80.0, 70.0, 90.0, 9, 5, 12, 20))
    assert (shown.value, shown.band, shown.asked, shown.respondents) == (80.0, "good", 20, 9)
    assert sentiment_of(GroupAnswers(None, None, None, 3, 5, None, 20)).band is None
