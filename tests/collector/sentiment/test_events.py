"""What is asked after an event: in both languages, and nothing that points at anybody."""

import msgspec

from barometer_collector.sentiment.events import EVENTS
from barometer_collector.settings import EVENT_QUESTIONS


def test_every_kind_can_be_switched_off() -> None:
    assert set(EVENTS) <= set(EVENT_QUESTIONS)
    assert all(kind == definition.kind for kind, definition in EVENTS.items())


def test_every_text_stands_in_both_languages_and_names_nothing() -> None:
    for definition in EVENTS.values():
        told = [definition.question.text, definition.why, *(each.text for each in definition.follow_ups)]
        told += [option.text for each in definition.follow_ups for option in each.options]
        assert all(set(text) == {"en", "nl"} and all(text.values()) for text in told)
        assert "{" not in "".join(text for each in told for text in each.values())


def test_what_made_it_hard_is_asked_of_those_for_whom_it_was() -> None:
    for definition in EVENTS.values():
        (follow_up,) = definition.follow_ups
        assert (follow_up.lowest, follow_up.highest) == (1, 4)
        assert msgspec.to_builtins(follow_up.options[-1])["id"] == "other"
