"""What a collector says, as it may be logged and shown."""

import unicodedata

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.uplink.replies import Reply, problem, read_config
from barometer_agent.uplink.words import plain, plain_question
from barometer_shared.protocol import COLLECTOR_PROBLEM, PROBLEM_TYPE, DeviceConfig, Problem
from barometer_shared.questions import Anonymous, Choice, FollowUp, OpenQuestion, Option

EVIL = "\x1b]0;owned\x07\x1b[31mred\r\nuplink_works_again\u202e"


@given(st.text(max_size=80), st.integers(0, 50))
def test_whatever_is_said_is_one_line_of_what_can_be_seen(text: str, most: int) -> None:
    told = plain(text, most)
    assert len(told) <= most
    assert not any(unicodedata.category(one)[0] == "C" for one in told)
    assert len(told.splitlines()) <= 1


def test_words_with_accents_stay_as_they_are() -> None:
    assert plain("Te veel verzoeken tegelijk: wacht één minuut", 200) == "Te veel verzoeken tegelijk: wacht één minuut"


def test_a_problem_of_a_megabyte_becomes_a_line() -> None:
    told = Problem(EVIL + "x" * 900_000, 422, COLLECTOR_PROBLEM, EVIL, EVIL, EVIL, EVIL)
    read = problem(Reply(422, {"content-type": PROBLEM_TYPE}, msgspec.json.encode(told)))
    assert read is not None
    assert read.title.startswith("]0;owned[31mred  uplink_works_againxxx")
    for text in (read.title, read.detail, read.field, read.rule, read.fix):
        assert text.isprintable()
        assert len(text) <= 200


def test_the_texts_of_a_question_harm_no_terminal(pulse: OpenQuestion) -> None:
    evil = {"en": EVIL, "nl": "x" * 10_000}
    asked = Choice(evil, [Option("a", evil), Option("b", evil)])
    follow_ups = [FollowUp(evil, asked.options)]
    unlinked = Anonymous(evil, "A" * 66, "0" * 64, 9, 1)
    told = msgspec.structs.replace(
        pulse, question=asked, asker=evil, why=evil, follow_ups=follow_ups, anonymous=unlinked
    )
    config = read_config(msgspec.json.encode(DeviceConfig("v1", 60, [], [told])))
    assert config is not None
    (read,) = config.questions
    assert isinstance(read.question, Choice)
    assert read.anonymous is not None
    (follow_up,) = read.follow_ups
    options = [*read.question.options, *follow_up.options]
    told_texts = [read.question.text, read.asker, read.why, follow_up.text, read.anonymous.group]
    for texts in (*told_texts, *(option.text for option in options)):
        assert all(text.isprintable() and len(text) <= 500 for text in texts.values())


def test_a_question_in_plain_words_stays_as_it_is(pulse: OpenQuestion) -> None:
    assert plain_question(pulse) == pulse


def test_a_version_that_no_collector_gives_makes_no_configuration() -> None:
    for version in ("v" * 201, "v\n1", "v\x1b"):
        assert read_config(msgspec.json.encode(DeviceConfig(version, 60))) is None
