"""What may stand beside confidential words, so that nobody is found by it.

The face that somebody chose may. A topic tells which question was answered: what only those are asked whose laptop
crashed has options of its own, and which laptops crashed is known. A language tells one colleague from all others.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from barometer_collector.sentiment.rules.words import people


@dataclass(frozen=True)
class Author:
    """Whose words of a bundle these are, in what language, and the kind of campaign that they were an answer to."""

    respondent: str
    device_id: int
    kind: str
    language: str


def kinds_with_topic(authors: Collection[Author], everybody: Collection[str], needed: int) -> frozenset[str]:
    """The kinds of campaign of whose answers in one bundle the topic is told: those that ``everybody`` is asked, and of
    the others those that ``needed`` people of the bundle or more answered."""
    kinds = {each.kind for each in authors}
    return frozenset(
        kind for kind in kinds if kind in everybody or _people(each for each in authors if each.kind == kind) >= needed
    )


def languages_told(authors: Collection[Author], needed: int) -> frozenset[str]:
    """The languages that are told in one bundle: those of ``needed`` people or more, and only if the others are nobody
    or as many too, as they would stand out by having none."""
    number = {
        language: _people(each for each in authors if each.language == language)
        for language in {each.language for each in authors}
    }
    told = {language for language, of_it in number.items() if of_it >= needed}
    while told and 0 < _people(each for each in authors if each.language not in told) < needed:
        told.remove(min(told, key=lambda language: (number[language], language)))
    return frozenset(told)


def _people(authors: Iterable[Author]) -> int:
    return people((each.respondent, each.device_id) for each in authors)
