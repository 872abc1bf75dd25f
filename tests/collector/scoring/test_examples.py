"""The examples of the API's documentation are true to its types and add up."""

import json
from decimal import Decimal
from typing import Any

import msgspec

from barometer_collector.scoring import examples
from barometer_collector.scoring.views import Device, Fleet, Score


def _scores(value: Any) -> list[Score]:
    if isinstance(value, dict):
        found = [msgspec.convert(value, Score)] if "coverage" in value else []
        return found + [score for each in value.values() for score in _scores(each)]
    return [score for each in value for score in _scores(each)] if isinstance(value, list) else []


def test_they_have_the_types_that_are_answered() -> None:
    for example, kind in ((examples.DEVICE, Device), (examples.FLEET, Fleet)):
        assert json.loads(msgspec.json.encode(msgspec.convert(example, kind))) == example


def test_every_score_in_them_adds_up() -> None:
    scores = _scores(examples.FLEET) + _scores(examples.DEVICE)
    assert len(scores) == 10
    for score in scores:
        costs = sum((Decimal(str(part.cost)) for part in score.components), Decimal(0))
        assert score.value is None or Decimal(str(score.value)) + costs == 100


def test_problems_are_documented_beside_the_answer() -> None:
    assert set(examples.responses({}, 404)) == {200, 401, 403, 404}
