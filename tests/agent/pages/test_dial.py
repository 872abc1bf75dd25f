"""Drawings of a score."""

import pytest

from barometer_agent.pages.dial import band_mark, dial, meter
from tests.agent.pages.reading import read


def test_a_dial_says_in_words_what_it_draws() -> None:
    root = read(dial(61.5, "61.5", "average", "Score", "average"))
    (picture,) = root.all("svg", role="img")
    assert picture.attributes["aria-label"] == "Score: 61.5"
    assert root.all("figcaption")[0].text == "Scoreaverage"
    assert len(root.all("path", class_="needle")) == 1
    assert len(root.all("path", class_="tick")) == 21


@pytest.mark.parametrize(("score", "degrees"), [(0, -120), (50, 0), (100, 120)])
def test_the_needle_points_at_the_score(score: float, degrees: float) -> None:
    (needle,) = read(dial(score, "", "", "", "")).all("path", class_="needle")
    assert needle.attributes["transform"] == f"rotate({degrees:.2f} 100 100)"


def test_without_a_score_there_is_no_needle() -> None:
    root = read(dial(None, "–", "", "Score", "no data"))
    assert root.all("path", class_="needle") == []
    assert "no data" in root.text


def test_each_band_has_a_shape_of_its_own() -> None:
    marks = {band_mark(band, "") for band in ("good", "average", "poor", "")}
    assert len({mark.partition("<svg")[2] for mark in marks}) == 4


def test_a_meter_is_as_long_as_the_score() -> None:
    (fill,) = read(meter(58.4, "average")).all("rect", class_="fill")
    assert fill.attributes["width"] == "58.4"
