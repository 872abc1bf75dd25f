"""Answers as 0 to 100."""

import pytest

from barometer_collector.sentiment.rules.normalise import points_of


@pytest.mark.parametrize(
    ("kind", "value", "points"),
    [("faces", 1, 0), ("faces", 2, 25), ("faces", 5, 100), ("effort", 1, 0), ("effort", 7, 100), ("effort", 4, 50),
     ("recommend", 0, 0), ("recommend", 7, 70), ("calm", 10, 100), ("calm", 3, 30)],
)  # fmt: skip
def test_each_scale_runs_from_0_to_100(kind: str, value: int, points: float) -> None:
    assert points_of(kind, value) == points


@pytest.mark.parametrize("kind", ["choice", "text", "no_opinion"])
def test_what_has_no_scale_has_no_points(kind: str) -> None:
    assert points_of(kind, 1) is None
    assert points_of("faces", None) is None
