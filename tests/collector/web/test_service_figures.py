"""Over real services and a real database: nothing is made up where there is nothing."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from barometer_collector.database import Database
from barometer_collector.devices import service as devices
from barometer_collector.errors import ProblemError
from barometer_collector.settings import Settings
from barometer_collector.web.service_figures import ServiceFigures
from barometer_shared.protocol import EnrolmentRequest

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def figures(database: Database, settings: Settings) -> ServiceFigures:
    return ServiceFigures(database, settings)


def test_an_empty_installation_has_no_figures(figures: ServiceFigures) -> None:
    found = figures.fleet(NOW)
    assert (found.fleet.devices, found.fleet.experience.value, found.teams) == (0, None, ())
    assert figures.devices(NOW, None, None, 10).devices == ()


def test_teams_and_laptops_that_do_not_exist_are_not_found(figures: ServiceFigures) -> None:
    for ask in (lambda: figures.team(NOW, "nobody"), lambda: figures.device(NOW, "00000000000000a1")):
        with pytest.raises(ProblemError) as missing:
            ask()
        assert missing.value.problem.status == 404


def test_a_laptop_that_just_enrolled_is_there_without_figures(
    figures: ServiceFigures, database: Database, settings: Settings
) -> None:
    token = devices.create_token(database, settings, NOW, "Finance", expires_days=1, uses=1)
    request = EnrolmentRequest(token, "laptop", "0" * 64, "linux", "Debian", "0.1.0")
    enrolled = devices.enrol(database, settings, NOW, request)
    found = figures.device(NOW, enrolled.device_id)
    assert (found.name, found.scores.experience.value) == ("laptop", None)
    assert figures.team(NOW, found.team).devices == 1
    assert figures.history(found.id, NOW) == ()
    assert figures.events(found.id, NOW, 10) == ()
    assert figures.latest_samples(found.id, 10) == ()
    assert figures.quarantined(found.id, 10) == ()
    assert figures.dropped(found.id) == ()
    assert figures.shared(NOW, found.id) == ()
    assert (figures.words(NOW).shared, figures.words(NOW).confidential) == ((), ())


def test_a_list_of_laptops_costs_as_many_questions_for_ten_as_for_two(
    figures: ServiceFigures, database: Database, settings: Settings
) -> None:
    token = devices.create_token(database, settings, NOW, "Finance", expires_days=1)
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    counts = []
    for number in range(10):
        request = EnrolmentRequest(token, f"laptop-{number}", f"{number:064x}", "linux", "Debian", "0.1.0")
        devices.enrol(database, settings, NOW, request)
        asked.clear()
        assert len(figures.devices(NOW, None, None, 100).devices) == number + 1
        figures.fleet(NOW)
        counts.append(len(asked))
    assert counts[1] == counts[9] <= 20
