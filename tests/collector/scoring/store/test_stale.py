"""Teams that are to be scored anew."""

from barometer_collector.database import Database
from barometer_collector.scoring.store import stale


def test_a_team_is_stale_on_a_day_until_it_was_scored_on_that_day(database: Database) -> None:
    with database.writing() as session:
        stale.add(session, 7, {"finance", ""})
        stale.add(session, 7, {"finance", "sales"})
        stale.add(session, 8, {"finance"})
        stale.add(session, 8, set())
        assert stale.teams(session, 7) == {"", "finance", "sales"}
        stale.remove(session, 7, {"finance", ""})
        assert (stale.teams(session, 7), stale.teams(session, 8)) == ({"sales"}, {"finance"})
        stale.remove(session, 7, None)
        assert (stale.teams(session, 7), stale.teams(session, 8)) == (frozenset(), {"finance"})


def test_the_earliest_day_is_found_from_a_day_on(database: Database) -> None:
    with database.writing() as session:
        assert stale.earliest(session, 0) is None
        for day in (5, 7, 9):
            stale.add(session, day, {"finance"})
        assert [stale.earliest(session, first) for first in (0, 6, 10)] == [5, 7, None]
