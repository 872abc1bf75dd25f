"""Answers in a reader's words."""

from barometer_collector.sentiment import newcomers, pulse, told
from barometer_collector.sentiment.events import EVENTS
from barometer_collector.settings import EVENT_QUESTIONS
from barometer_collector.web.answers import KINDS, kind, mood, score
from barometer_collector.web.language import load_languages

LANGUAGES = load_languages()


def test_every_kind_of_campaign_has_a_name_and_an_unknown_one_is_shown_as_it_is() -> None:
    assert {pulse.KIND, told.KIND, newcomers.CAMPAIGN.kind, *EVENTS, *EVENT_QUESTIONS} == set(KINDS)
    assert kind(LANGUAGES["nl"], "crash") == "Na een crash"
    assert kind(LANGUAGES["en"], "of_tomorrow") == "of_tomorrow"


def test_a_score_is_told_on_the_scale_of_its_question() -> None:
    assert score(LANGUAGES["en"], "effort", 3) == "3 of 7"
    assert score(LANGUAGES["nl"], "faces", 1) == "1 van de 5"
    assert score(LANGUAGES["en"], "text", None) == score(LANGUAGES["en"], "no_opinion", None) == ""


def test_a_face_is_told_where_there_is_one() -> None:
    assert (mood(LANGUAGES["en"], 2), mood(LANGUAGES["en"], None)) == ("face 2 of 5", "")
