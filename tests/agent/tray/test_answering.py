"""What a person gave to a question."""

from barometer_agent.tray.answering import Given
from barometer_shared.questions import FacesAnswer


def test_nothing_is_shared_unless_the_person_ticked_it() -> None:
    assert Given(FacesAnswer(4)) == Given(FacesAnswer(4), share=False, comment="", topic="", contact=False)
