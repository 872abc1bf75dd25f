"""What people answered and told, in a reader's words."""

from collections.abc import Mapping

from barometer_collector.sentiment.rules.normalise import SCALES
from barometer_collector.web.language import Language, marked

# By kind of campaign; one that is not known yet is shown as it is.
KINDS: Mapping[str, str] = {
    "pulse": marked("Pulse"),
    "crash": marked("After a crash"),
    "slow_boot": marked("After a slow start"),
    "ticket": marked("After a ticket"),
    "onboarding": marked("New on this laptop"),
    "told": marked("Told unasked"),
}


def kind(language: Language, name: str) -> str:
    """What was asked, or that nobody asked."""
    return language.text(KINDS.get(name, name))


def score(language: Language, type_: str, value: int | None) -> str:
    """A value on the scale of its question: "2 of 5"; empty for words and for no opinion."""
    if value is None or type_ not in SCALES:
        return ""
    return language.text("%(value)s of %(highest)s") % {"value": value, "highest": SCALES[type_][1]}


def mood(language: Language, value: int | None) -> str:
    """The face that came with words; empty without one."""
    return "" if value is None else language.text("face %(value)s of 5") % {"value": value}
