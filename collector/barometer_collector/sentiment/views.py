"""What people said in their own words, as IT may read it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SharedAnswer:
    """An answer that IT may see with the laptop, because whoever gave it ticked that.

    ``kind`` is that of the campaign ("told": nobody asked), ``value`` on the scale of ``type``. ``about`` is the option
    of the follow-up question in each language, {} for none. ``contact``: IT may come back to them about it.
    """

    device_id: str  # 16 hexadecimal digits
    device: str
    simulated: bool
    at: int  # milliseconds since 1970 UTC
    kind: str
    type: str
    value: int | None
    words: str
    about: dict[str, str]
    contact: bool
    mood: int | None
    language: str


@dataclass(frozen=True)
class ConfidentialWords:
    """What somebody said for IT to read only in a group: without laptop, team, time and what they answered.

    ``mood`` is the face that was chosen with words that nobody asked for, 1 to 5. ``about`` is the option of a
    follow-up question in each language, and ``language`` that of the words; None, {} and "" where there is none, or
    where it would give somebody away.
    """

    words: str
    about: dict[str, str]
    mood: int | None
    language: str


@dataclass(frozen=True)
class Bundle:
    """The confidential words of so many people that were new from ``first_day`` to ``last_day`` (2026-11-21), shuffled.
    It never changes, but for words that are erased."""

    first_day: str
    last_day: str
    people: int
    simulated: bool
    words: tuple[ConfidentialWords, ...]


@dataclass(frozen=True)
class Told:
    """``shared`` the newest first. Of ``confidential`` words no group is smaller than ``needed``; the next are shown on
    ``next_day`` (2026-11-23), if so many people wrote by then."""

    shared: tuple[SharedAnswer, ...]
    confidential: tuple[Bundle, ...]
    needed: int
    next_day: str
