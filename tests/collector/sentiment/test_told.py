"""What people tell IT by themselves is no question of a score."""

from barometer_collector.sentiment import pulse, told
from barometer_collector.sentiment.rules.acceptance import question_type
from barometer_collector.sentiment.rules.normalise import SCALES


def test_it_is_words_that_are_on_no_scale() -> None:
    assert question_type(told.CAMPAIGN.question) == "text"
    assert "text" not in SCALES
    assert told.KIND != pulse.KIND


def test_whoever_tells_something_may_ask_to_be_contacted() -> None:
    assert told.CAMPAIGN.contact
    assert set(told.CAMPAIGN.question.text) == {"en", "nl"}
