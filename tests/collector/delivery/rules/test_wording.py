"""Sentences that are filled in."""

from barometer_collector.delivery.rules.wording import Sentence


def test_a_sentence_is_filled_in_each_language() -> None:
    sentence = Sentence("{name} took {time}", "{name} duurde {time}")
    told = sentence.told(name="spooler", time={"en": "3.4 s", "nl": "3,4 s"})
    assert told == {"en": "spooler took 3.4 s", "nl": "spooler duurde 3,4 s"}


def test_what_a_name_holds_is_never_filled_in_itself() -> None:
    assert Sentence("{name}", "{name}").told(name="{time} {0}", time="x")["en"] == "{time} {0}"
