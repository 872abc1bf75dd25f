"""Use cases of the scores: compute what changed, read what was computed, and try another model on the past."""

from barometer_collector.scoring.service.compute import score_all, score_history, score_touched
from barometer_collector.scoring.service.reading import device, devices, fleet, latest, team
from barometer_collector.scoring.service.replay import replay
from barometer_collector.scoring.service.turns import Turns

__all__ = [
    "Turns",
    "device",
    "devices",
    "fleet",
    "latest",
    "replay",
    "score_all",
    "score_history",
    "score_touched",
    "team",
]
