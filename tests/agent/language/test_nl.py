"""Nederlands."""

from barometer_agent.language import speaker, texts
from barometer_agent.language.en import TEXTS as ENGLISH
from barometer_agent.language.nl import TEXTS

# The same word in both languages, a mark, or only a value.
SAME = {"date.day", "prompt.title", "sent.sample", "sent.meaning", "setting.wrong"}


def test_nothing_was_left_in_english() -> None:
    assert {name for name, text in TEXTS.items() if text == ENGLISH[name]} <= SAME


def test_who_will_see_it_is_said_in_the_agreed_words() -> None:
    say = speaker("nl")
    assert "groepen van 7 of meer mensen" in say("prompt.who", needed=7)
    assert "nooit jouw antwoord apart" in say("prompt.who", needed=7)
    assert say("prompt.share") == "IT mag dit bij mijn laptop zien"


def test_an_unknown_language_is_english() -> None:
    assert texts("xx") == ENGLISH
