"""Pages read what is stored."""

from datetime import timedelta

import pytest

from barometer_collector.database import Database
from barometer_collector.errors import ProblemError
from barometer_collector.scoring.model import load
from barometer_collector.scoring.service import device, devices, fleet, latest, score_all, team
from barometer_collector.scoring.service.reading import no_scores
from barometer_collector.settings import Settings
from tests.collector.scoring.records import NOW, TODAY, Records


def test_before_anything_was_scored_everything_is_there_without_data(
    records: Records, database: Database, settings: Settings
) -> None:
    records.device(1)
    found = fleet(database, settings, NOW)
    assert (found.fleet.devices, found.fleet.t.value, found.fleet.experience.value) == (1, None, None)
    assert [group.key for group in found.teams] == ["finance"]
    assert (found.teams[0].x.respondents, found.teams[0].x.needed, found.teams[0].x.asked) == (0, 5, 1)
    scores = device(database, settings, NOW, f"{1:016x}").scores
    assert scores == no_scores(load())
    assert {part.evidence.note for part in scores.t.components} == {"no_data"}


def test_an_empty_collector_has_an_empty_fleet(database: Database, settings: Settings) -> None:
    score_all(database, settings, NOW)
    found = fleet(database, settings, NOW)
    assert (found.teams, found.fleet.devices, found.fleet.t.value) == ((), 0, None)


def test_devices_come_page_by_page(records: Records, database: Database, settings: Settings) -> None:
    for number in range(1, 6):
        records.device(number)
    seen, after = [], None
    while True:
        page = devices(database, settings, NOW, after=after, limit=2)
        seen += [int(each.id, 16) for each in page.devices]
        after = page.next
        if after is None:
            break
    assert seen == [1, 2, 3, 4, 5]
    assert devices(database, settings, NOW, after=f"{5:016x}").devices == ()


def test_devices_of_one_team_alone(records: Records, database: Database, settings: Settings) -> None:
    records.device(1)
    records.device(2, "sales", simulated=True)
    (found,) = devices(database, settings, NOW, team="sales").devices
    assert (found.name, found.team, found.simulated) == ("LT-0002", "sales", True)


def test_a_device_tells_its_gaps(records: Records, database: Database, settings: Settings) -> None:
    records.device(1)
    records.gap(1, "app_hang")
    (gap,) = device(database, settings, NOW, f"{1:016x}").gaps
    assert (gap.metric, gap.kind, gap.reason) == ("app_hang", "not_applicable", {"en": "because", "nl": "daarom"})


@pytest.mark.parametrize("device_id", ["1", "f" * 16, "0" * 16, "x" * 16, "00000000000000A1", "0" * 40])
def test_an_id_of_no_device_is_not_found(database: Database, settings: Settings, device_id: str) -> None:
    with pytest.raises(ProblemError) as error:
        device(database, settings, NOW, device_id)
    assert error.value.problem.status == 404


def test_an_unknown_team_is_not_found(records: Records, database: Database, settings: Settings) -> None:
    records.device(1)
    for call in (lambda: team(database, settings, NOW, "fleet"), lambda: devices(database, settings, NOW, team="x")):
        with pytest.raises(ProblemError) as error:
            call()
        assert (error.value.problem.status, error.value.problem.field) == (404, "team")


def test_a_place_that_is_no_id_is_refused(database: Database, settings: Settings) -> None:
    with pytest.raises(ProblemError) as error:
        devices(database, settings, NOW, after="here")
    assert (error.value.problem.status, error.value.problem.field) == (422, "after")


def test_counts_are_those_of_now_and_scores_those_of_the_last_time(
    records: Records, database: Database, settings: Settings
) -> None:
    records.laptop(1)
    score_all(database, settings, NOW)
    records.device(2)
    found = team(database, settings, NOW, "finance")
    assert (found.devices, found.scored_devices) == (2, 1)
    assert [point.t for point in found.trend] == [found.t.value]


def test_the_scores_of_a_device_come_with_their_days(records: Records, database: Database, settings: Settings) -> None:
    records.laptop(1)
    score_all(database, settings, NOW)
    with database.reading() as session:
        found = latest(session, settings, NOW + timedelta(days=2), 1)
        assert (found.first_day, found.last_day) == (TODAY - 4, TODAY + 2)
        assert found.scores == device(database, settings, NOW + timedelta(days=2), f"{1:016x}").scores
        assert latest(session, settings, NOW, 2).scores == no_scores(load())
