"""The words of the pulse."""

from barometer_collector.sentiment import pulse


def test_the_question_who_asks_and_why_stand_in_both_languages() -> None:
    for texts in (pulse.QUESTION.text, pulse.ASKER, pulse.WHY):
        assert set(texts) == {"en", "nl"}
        assert all(texts.values())
    assert pulse.QUESTION.text["en"] == "How was working with your laptop and IT today?"


def test_who_may_see_the_answer_is_left_to_the_agent() -> None:
    assert not any("{" in text or "people" in text or "mensen" in text for text in pulse.WHY.values())
