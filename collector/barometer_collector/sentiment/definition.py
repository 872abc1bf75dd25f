"""What a campaign asks, in the words of this version, and of whom."""

from dataclasses import dataclass, field

import msgspec

from barometer_shared.questions import FollowUp, Localised, Option, Question

IT: Localised = {"en": "Your IT department", "nl": "Je IT-afdeling"}

# What an answer may be about. An id stays for ever: answers name it, and agents may hold it for weeks.
ABOUT = [
    Option("network", {"en": "Network", "nl": "Netwerk"}),
    Option("laptop", {"en": "Laptop", "nl": "Laptop"}),
    Option("application", {"en": "An application", "nl": "Een programma"}),
    Option("help", {"en": "Help from IT", "nl": "Hulp van IT"}),
    Option("other", {"en": "Something else", "nl": "Iets anders"}),
]


@dataclass(frozen=True)
class Definition:
    """``kind`` says how the answers are read; the other fields are those of an OpenQuestion."""

    kind: str
    question: Question
    why: Localised
    follow_ups: tuple[FollowUp, ...] = ()
    comments: bool = True
    contact: bool = True
    asker: Localised = field(default_factory=lambda: IT)


class Audience(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who is asked: a sample of ``percent`` of all devices; of those enrolled so many days ago, ``from_day`` included
    and ``until_day`` not, where that is given. Settled when a campaign begins."""

    percent: int = 100
    from_day: int = 0
    until_day: int | None = None


def as_json(value: object) -> str:
    """A part of a definition as it is kept."""
    return msgspec.json.encode(value).decode()
