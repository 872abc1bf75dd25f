"""Use cases of the X-data: have the campaigns run, tell what is asked, keep what was answered."""

from barometer_collector.sentiment.service.anonymous import Opened, open_anonymous
from barometer_collector.sentiment.service.answers import latest_shared, store_answers
from barometer_collector.sentiment.service.asking import Asking, asked_devices, open_questions, running, seats
from barometer_collector.sentiment.service.occasions import note, note_counted
from barometer_collector.sentiment.service.starting import ensure_campaigns

__all__ = [
    "Asking",
    "Opened",
    "asked_devices",
    "ensure_campaigns",
    "latest_shared",
    "note",
    "note_counted",
    "open_anonymous",
    "open_questions",
    "running",
    "seats",
    "store_answers",
]
