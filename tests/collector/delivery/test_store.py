"""News as it is stored."""

from barometer_collector.database import Database
from barometer_collector.delivery import store
from barometer_collector.delivery.tables import NewsRow


def _row(id_: str, at: int, team: str = "") -> NewsRow:
    return NewsRow(id=id_, at=at, team=team, title="{}", text="{}", about="{}")


def test_news_comes_newest_first_and_of_one_team_only_its_own_and_everybodys(database: Database) -> None:
    with database.writing() as session:
        for row in (_row("a", 1), _row("b", 3, "sales"), _row("c", 2, "finance")):
            store.add_news(session, row)
    with database.reading() as session:
        assert [row.id for row in store.news(session, 10)] == ["b", "c", "a"]
        assert [row.id for row in store.news(session, 10, "finance")] == ["c", "a"]
        assert [row.id for row in store.news(session, 1, "")] == ["a"]
        assert store.find_news(session, "x") is None


def test_what_is_removed_is_gone(database: Database) -> None:
    with database.writing() as session:
        store.add_news(session, _row("a", 1))
        assert store.remove_news(session, "a")
        assert not store.remove_news(session, "a")
