"""What the demo tells its people."""

from datetime import timedelta

from barometer_collector.database import Database
from barometer_collector.delivery import news
from barometer_collector.demo.news import ensure_news
from tests.collector.laptops import NOON, NOON_MS


def test_it_is_told_once_to_everybody_in_both_languages(database: Database) -> None:
    for days in range(2):
        ensure_news(database, NOON + timedelta(days=days))
    ((told, team),) = news.everything(database)
    assert (told.at, team, told.about) == (NOON_MS, "", {})
    assert set(told.title) == set(told.text) == {"en", "nl"}
