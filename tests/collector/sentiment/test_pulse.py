"""The words of the pulse."""

from barometer_collector.sentiment import pulse
from barometer_shared.questions import FacesAnswer, NoOpinion, OpenQuestion, follow_up_of

ASKED = OpenQuestion("pulse", pulse.QUESTION, pulse.CAMPAIGN.asker, pulse.WHY, 1, follow_ups=list(pulse.FOLLOW_UPS))


def test_the_question_who_asks_and_why_stand_in_both_languages() -> None:
    for texts in (pulse.QUESTION.text, pulse.CAMPAIGN.asker, pulse.WHY):
        assert set(texts) == {"en", "nl"}
        assert all(texts.values())
    assert pulse.QUESTION.text["en"] == "How was working with your laptop and IT today?"


def test_who_may_see_the_answer_is_left_to_the_agent() -> None:
    assert not any("{" in text or "people" in text or "mensen" in text for text in pulse.WHY.values())


def test_every_face_is_followed_by_one_question_with_the_same_options() -> None:
    for face in range(1, 6):
        follow_up = follow_up_of(ASKED, FacesAnswer(face))
        assert follow_up is not None
        assert [each.id for each in follow_up.options] == ["network", "laptop", "application", "help", "other"]
    assert follow_up_of(ASKED, NoOpinion()) is None
