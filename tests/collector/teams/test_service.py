"""Teams and who belongs to them."""

import pytest
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.errors import ProblemError
from barometer_collector.teams import service


def _memberships(database: Database) -> list[tuple[int, int]]:
    with database.reading() as session:
        rows = session.connection().execute(text("SELECT from_day, team_id FROM membership ORDER BY from_day"))
        return [(row[0], row[1]) for row in rows]


def _team(database: Database, name: str) -> int:
    with database.writing() as session:
        return service.ensure_team(session, name, 5)


def _join(database: Database, team: int, day: int) -> None:
    with database.writing() as session:
        service.join(session, 1, team, day)


def test_names_with_the_same_slug_are_the_same_team(database: Database) -> None:
    assert _team(database, "Finance") == _team(database, " finance!")


def test_a_team_is_found_by_its_name_or_not_at_all(database: Database) -> None:
    finance = _team(database, "Finance")
    with database.reading() as session:
        assert [service.find_team(session, name) for name in ("finance", "Sales", "--")] == [finance, None, None]


def test_a_name_that_cannot_be_used_is_a_problem_that_says_why(database: Database) -> None:
    with database.writing() as session, pytest.raises(ProblemError) as caught:
        service.ensure_team(session, "--", 5)
    assert (caught.value.problem.status, caught.value.problem.field) == (422, "team")


def test_the_first_team_counts_for_the_days_before_as_well(database: Database) -> None:
    team = _team(database, "Finance")
    _join(database, team, 20_000)
    assert _memberships(database) == [(0, team)]


def test_another_team_counts_from_its_day_on(database: Database) -> None:
    finance, sales = _team(database, "Finance"), _team(database, "Sales")
    for team, day in ((finance, 20_000), (finance, 20_001), (sales, 20_002), (sales, 20_003)):
        _join(database, team, day)
    assert _memberships(database) == [(0, finance), (20_002, sales)]


def test_two_moves_on_one_day_leave_the_last(database: Database) -> None:
    finance, sales, legal = (_team(database, name) for name in ("Finance", "Sales", "Legal"))
    for team in (finance, sales, legal):
        _join(database, team, 20_000)
    assert _memberships(database) == [(0, finance), (20_000, legal)]


def test_a_team_that_does_not_exist_has_no_slug(database: Database) -> None:
    with database.reading() as session, pytest.raises(LookupError):
        service.slug_of_team(session, 99)


def test_the_team_of_a_device_is_the_latest_that_it_joined(database: Database) -> None:
    with database.reading() as session:
        assert service.slug_of_device(session, 1) == ""
    for day, name in enumerate(("Finance", "Sales")):
        _join(database, _team(database, name), day)
    with database.reading() as session:
        assert service.slug_of_device(session, 1) == "sales"
