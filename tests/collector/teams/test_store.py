"""The SQL of the teams."""

from barometer_collector.database import Database
from barometer_collector.teams import store


def test_a_team_is_found_by_slug_and_by_number(database: Database) -> None:
    with database.writing() as session:
        made = store.add_team(session, "finance", "Finance", 5)
        assert made.id is not None
        assert store.team_by_slug(session, "finance") is made
        assert store.team_by_id(session, made.id) is made
        assert store.team_by_slug(session, "sales") is None


def test_the_latest_membership_is_that_of_the_latest_day(database: Database) -> None:
    with database.writing() as session:
        numbers = [store.add_team(session, slug, slug, 5).id or 0 for slug in ("a", "b")]
        assert store.latest_membership(session, 1) is None
        store.put_membership(session, 1, 20, numbers[0])
        store.put_membership(session, 1, 10, numbers[1])
        session.flush()
        latest = store.latest_membership(session, 1)
        assert latest is not None
        assert (latest.from_day, latest.team_id) == (20, numbers[0])
