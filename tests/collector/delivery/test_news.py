"""What IT did, and who is told."""

from datetime import timedelta

import pytest

from barometer_collector.database import Database
from barometer_collector.delivery import news
from barometer_collector.errors import ProblemError
from barometer_collector.settings import Settings
from barometer_shared.report import MAX_NEWS
from tests.collector.laptops import NOON, NOON_MS, enrol

TITLE = {"en": "New docks", "nl": "Nieuwe docks"}
TEXT = {"en": "Every desk has one.", "nl": "Elk bureau heeft er een."}


def _of(database: Database, team: str) -> list[str]:
    with database.reading() as session:
        return [each.id for each in news.of_team(session, team)]


def test_news_is_told_to_its_team_or_to_everybody_the_newest_first(database: Database, settings: Settings) -> None:
    enrol(database, settings, "Finance")
    enrol(database, settings, "Sales")
    news.add(database, NOON, TITLE, TEXT, {}, id_="all")
    news.add(database, NOON + timedelta(days=1), TITLE, TEXT, {"en": "docks fail"}, "Finance", "docks")
    assert _of(database, "finance") == ["docks", "all"]
    assert _of(database, "sales") == _of(database, "") == ["all"]
    (first, team), _ = news.everything(database)
    assert (first.id, first.at, first.title, first.text, first.about, team) == (
        "docks", NOON_MS + 86_400_000, TITLE, TEXT, {"en": "docks fail"}, "finance",
    )  # fmt: skip


def test_an_id_is_made_where_none_is_given(database: Database) -> None:
    made = {news.add(database, NOON, TITLE, TEXT, {}) for _ in range(3)}
    assert len(made) == 3
    assert all(each.startswith("2026-11-18-") for each in made)


def test_what_was_removed_is_told_no_longer(database: Database) -> None:
    news.add(database, NOON, TITLE, TEXT, {}, id_="a")
    assert news.remove(database, "a")
    assert not news.remove(database, "a")
    assert _of(database, "") == []


def test_only_so_much_is_told_as_a_report_holds(database: Database) -> None:
    for number in range(MAX_NEWS + 1):
        news.add(database, NOON + timedelta(hours=number), TITLE, TEXT, {}, id_=f"n{number}")
    assert len(_of(database, "")) == MAX_NEWS
    assert "n0" not in _of(database, "")


@pytest.mark.parametrize(
    ("wrong", "field", "status"),
    [
        ({"title": {"en": " "}}, "title", 422),
        ({"text": {"en": "x" * 2_001}}, "text", 422),
        ({"about": {"en": "a\x00b"}}, "about", 422),
        ({"id_": "with space"}, "id", 422),
        ({"id_": "taken"}, "id", 409),
        ({"team": "Nobody"}, "team", 404),
    ],
)
def test_what_cannot_be_told_is_refused_with_its_field(
    database: Database, wrong: dict[str, object], field: str, status: int
) -> None:
    news.add(database, NOON, TITLE, TEXT, {}, id_="taken")
    with pytest.raises(ProblemError) as caught:
        news.add(database, NOON, **{"title": TITLE, "text": TEXT, "about": {}, **wrong})  # type: ignore[arg-type]
    assert (caught.value.problem.status, caught.value.problem.field) == (status, field)
