"""What simulated people answer and tell."""

from collections import Counter
from random import Random

from barometer_collector.simulation.answers import answers_of
from barometer_collector.simulation.fleet import make_fleet
from barometer_shared.questions import (
    TELL_IT,
    Answer,
    Faces,
    FacesAnswer,
    FollowUp,
    FreeTextAnswer,
    OpenQuestion,
    Option,
    Sharing,
)

ABOUT = [Option(name, {"en": name}) for name in ("network", "laptop")]
ASKED = OpenQuestion(
    "pulse-1",
    Faces({"en": "?"}),
    {},
    {},
    1,
    follow_ups=[FollowUp({"en": "?"}, ABOUT, lowest=1, highest=2)],
    contact=True,
)
NOON = 1_800_000_000_000


def _answers(asked: OpenQuestion | None, days: int = 40) -> list[Answer]:
    return [
        answer
        for laptop in make_fleet(60, 1)
        for day in range(days)
        for answer in answers_of(laptop, Random(f"a{laptop.number}{day}"), Random(day), NOON, asked, trouble=day == 3)
    ]


def test_the_same_people_say_the_same_again() -> None:
    assert _answers(ASKED, 5) == _answers(ASKED, 5)


def test_a_topic_is_told_only_where_it_was_asked() -> None:
    pulse = [answer for answer in _answers(ASKED) if answer.campaign == "pulse-1"]
    unhappy = [each for each in pulse if isinstance(each.response, FacesAnswer) and each.response.value <= 2]
    assert {each.topic for each in pulse if each not in unhappy} == {""}
    assert {each.topic for each in unhappy} == {"", "network", "laptop"}


def test_contact_is_wished_only_with_a_shared_answer() -> None:
    wished = [answer for answer in _answers(ASKED) if answer.contact]
    assert wished
    assert {answer.sharing for answer in wished} == {Sharing.SHARED}


def test_some_tell_something_unasked_in_their_own_language() -> None:
    told = _answers(None)
    assert {answer.campaign for answer in told} == {TELL_IT}
    assert all(isinstance(answer.response, FreeTextAnswer) for answer in told)
    assert set(Counter(answer.language for answer in told)) == {"nl", "en"}
    assert len(told) < len(_answers(ASKED))
