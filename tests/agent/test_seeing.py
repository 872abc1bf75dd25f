"""Who sees an answer, in the words that were agreed."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from barometer_agent import language
from barometer_agent.seeing import comment_warning, in_groups, kept_told, keys_told, may_share, seen_by
from barometer_shared.questions import Anonymous, Faces, OpenQuestion

EN, NL = language.speaker("en"), language.speaker("nl")
CLOSES = int(datetime(2026, 11, 27, 23, 30, tzinfo=UTC).timestamp() * 1000)
KEYS = "0123456789abcdef" * 4


def question(anonymous: Anonymous | None = None, needed: int = 5) -> OpenQuestion:
    faces = Faces({"en": "How is your laptop?"})
    return OpenQuestion("pulse", faces, {"en": "IT"}, {"en": "to see"}, CLOSES, needed, anonymous=anonymous)


ANONYMOUS = question(Anonymous({"en": "Finance", "nl": "Financiën"}, "A" * 66, KEYS, 12, CLOSES), needed=7)

AGREED_EN = (
    "Who sees this? Your answer does not say that it is yours: it leaves this laptop without your name, the laptop or"
    " the time, and counts for Finance (12 laptops). It stays here until 27 November; in the days after that a message"
    " leaves for everybody, answered or not. IT sees results of 7 people or more. Whoever runs the collector and also"
    " watches the network could still find out."
)
AGREED_NL = (
    "Wie ziet dit? Aan je antwoord is niet te zien dat het van jou is: het gaat weg zonder je naam, zonder de naam"
    " van de laptop en zonder tijdstip, en telt mee voor Financiën (12 laptops). Het blijft hier tot 27 november; in de"
    " dagen daarna gaat er namens iedereen een bericht weg, of je nu antwoordde of niet. IT ziet uitkomsten van 7 of"
    " meer mensen. Wie de collector beheert en ook het netwerk in de gaten houdt, kan er nog achter komen."
)


def test_an_anonymous_question_is_told_in_the_agreed_words() -> None:
    assert seen_by(ANONYMOUS, False, EN, "en", UTC) == AGREED_EN
    assert seen_by(ANONYMOUS, False, NL, "nl", UTC) == AGREED_NL


def test_no_tick_makes_an_anonymous_question_a_shared_one() -> None:
    assert seen_by(ANONYMOUS, True, EN, "en", UTC) == AGREED_EN
    assert not may_share(ANONYMOUS)
    assert may_share(question())


def test_the_closing_day_is_that_of_the_person() -> None:
    east = timezone(timedelta(hours=2))
    assert "tot 28 november;" in seen_by(ANONYMOUS, False, NL, "nl", east)


@pytest.mark.parametrize(("say", "code"), [(EN, "en"), (NL, "nl")])
def test_every_month_has_its_name(say: language.Say, code: str) -> None:
    assert len({*say("date.months").split()}) == 12


def test_a_confidential_answer_is_told_with_the_size_of_the_groups() -> None:
    assert seen_by(question(needed=9), False, EN, "en") == EN("prompt.who", needed=9)
    assert "9" in seen_by(question(needed=9), False, NL, "nl")


def test_a_shared_answer_is_told_as_one() -> None:
    assert seen_by(question(), True, NL, "nl") == NL("prompt.who_shared")


def test_at_a_comment_stands_who_reads_it_and_that_words_can_give_away() -> None:
    assert comment_warning(ANONYMOUS, EN) == "What you write, and how, can give you away."
    assert "5 people or more" in comment_warning(question(), EN)
    assert "7 of meer mensen" in comment_warning(question(needed=7), NL)


def test_the_hash_of_the_keys_can_be_read_at_the_question() -> None:
    assert keys_told(ANONYMOUS, EN).replace(" ", "").endswith(KEYS)
    assert keys_told(question(), EN) == ""
    assert in_groups("0123456789abcdef01") == "01234567 89abcdef 01"


def test_an_anonymous_answer_is_not_on_its_way_yet() -> None:
    assert kept_told(ANONYMOUS, EN, UTC) == "Your answer stays here until 27 November."
    assert kept_told(question(), NL) == NL("prompt.kept")
