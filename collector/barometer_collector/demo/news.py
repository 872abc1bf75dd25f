"""The one thing that IT did in a demo: it installed Barometer."""

from datetime import datetime

from barometer_collector.database import Database
from barometer_collector.delivery import news
from barometer_collector.errors import ProblemError

_ID = "barometer-is-here"
_TITLE = {"en": "Barometer is here", "nl": "Barometer is er"}
_TEXT = {
    "en": "This laptop measures how well it works, and now and then asks you one question. What comes of the answers "
    "will be told here.",
    "nl": "Deze laptop meet hoe goed hij werkt en stelt je af en toe één vraag. Wat er met de antwoorden gebeurt, lees "
    "je hier.",
}


def ensure_news(database: Database, now: datetime) -> None:
    """Tell it to everybody, once."""
    try:
        news.add(database, now, _TITLE, _TEXT, {}, id_=_ID)
    except ProblemError as problem:
        if problem.problem.status != 409:
            raise
