"""The words of the pulse."""

from barometer_collector.sentiment import pulse


def test_the_question_who_asks_and_why_stand_in_both_languages() -> None:
    for texts in (pulse.QUESTION.text, pulse.ASKER, pulse.WHY):
        assert set(texts) == {"en", "nl"}
        assert all(texts.values())
    assert pulse.QUESTION.text["en"] == "How was working with your laptop and IT today?"


def test_it_says_from_how_many_people_totals_are_shown() -> None:
    assert all("{needed}" in text for text in pulse.WHY.values())
