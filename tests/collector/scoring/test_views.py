"""The shape that scores have over HTTP."""

import msgspec

from barometer_collector.scoring.model import load
from barometer_collector.scoring.rules.explain import experience
from barometer_collector.scoring.views import Score


def test_a_score_has_exactly_the_agreed_fields() -> None:
    score = msgspec.json.decode(msgspec.json.encode(experience(load(), 80.0, None)))
    assert set(score) == {"value", "coverage", "band", "components", "model"}
    assert all(set(part) == {"name", "value", "weight", "cost", "evidence"} for part in score["components"])
    assert all(set(part["evidence"]) == {"window_days", "metrics", "note"} for part in score["components"])


def test_a_score_survives_being_stored() -> None:
    score = experience(load(), 80.0, 12.34)
    assert msgspec.json.decode(msgspec.json.encode(score), type=Score) == score
