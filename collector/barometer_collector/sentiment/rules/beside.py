"""What may stand beside confidential words, so that nobody is found by it.

A topic tells which question was answered: what only those are asked whose laptop crashed has options of its own, and
which laptops crashed is known. A language tells one colleague from all others; so does having nothing where all others
have something.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from barometer_collector.sentiment.rules.words import people


@dataclass(frozen=True)
class Author:
    """Whose words of a bundle these are, in what language, and to which kind of campaign they were an answer; whether a
    topic came with them, and a face."""

    respondent: str
    device_id: int
    kind: str
    language: str
    has_topic: bool = False
    has_face: bool = False


@dataclass(frozen=True)
class Beside:
    """What is told in one bundle: the topic of answers to campaigns of ``kinds``, and faces or none."""

    kinds: frozenset[str]
    faces: bool


def told_beside(authors: Collection[Author], everybody: Collection[str], needed: int) -> Beside:
    """What may stand beside the words of one bundle.

    Topics are told of the kinds of campaign that ``everybody`` is asked, and of the others of those that ``needed``
    people of the bundle or more answered. Whoever answered another kind has nothing beside their words; where that
    would set them apart, as fewer than ``needed`` have nothing, nobody has a topic, and then nobody a face.
    """
    kinds = frozenset(
        kind
        for kind in {each.kind for each in authors}
        if kind in everybody or _people(each for each in authors if each.kind == kind) >= needed
    )
    if all(each.kind in kinds for each in authors):
        return Beside(kinds, faces=True)
    for some in (kinds, frozenset[str]()):
        if _people(each for each in authors if not (each.has_face or (each.has_topic and each.kind in some))) >= needed:
            return Beside(some, faces=True)
    return Beside(frozenset(), faces=False)


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
