"""Who sees an answer, in the words that were agreed: they stand at every question before it is answered."""

from datetime import datetime, tzinfo

from barometer_agent.language import Say, choose
from barometer_shared.questions import OpenQuestion

_DIGITS = 8  # of a hash, between two spaces: as many as are read aloud in one breath


def seen_by(asked: OpenQuestion, share: bool, say: Say, language: str, zone: tzinfo | None = None) -> str:
    """Who will see an answer to ``asked``; ``share``: the person ticked that IT may see it with the laptop.

    An anonymous question cannot be shared, whatever was ticked. Its closing day is that of ``zone``, the local one
    where it is None.
    """
    anonymous = asked.anonymous
    if anonymous is not None:
        return say(
            "seen.anonymous",
            group=choose(anonymous.group, language),
            laptops=anonymous.laptops,
            closes=_day(anonymous.closes_at, say, zone),
            needed=asked.needed,
        )
    if share:
        return say("prompt.who_shared")
    return say("prompt.who", needed=asked.needed)


def may_share(asked: OpenQuestion) -> bool:
    """Whether the tick "IT may see this with my laptop" belongs to ``asked``."""
    return asked.anonymous is None


def comment_warning(asked: OpenQuestion, say: Say) -> str:
    """What stands where somebody may write: who reads words, which are never a figure among others."""
    return say("seen.words", needed=asked.needed) if may_share(asked) else say("seen.comment")


def kept_told(asked: OpenQuestion, say: Say, zone: tzinfo | None = None) -> str:
    """What became of an answer that was just given."""
    if asked.anonymous is None:
        return say("prompt.kept")
    return say("seen.kept", closes=_day(asked.anonymous.closes_at, say, zone))


def keys_told(asked: OpenQuestion, say: Say) -> str:
    """The hash of an anonymous question's list of keys, for colleagues to compare; nothing for any other question."""
    return "" if asked.anonymous is None else say("seen.keys", hash=in_groups(asked.anonymous.keys))


def in_groups(digits: str) -> str:
    """A hash in groups that can be read aloud."""
    return " ".join(digits[start : start + _DIGITS] for start in range(0, len(digits), _DIGITS))


def _day(at_ms: int, say: Say, zone: tzinfo | None) -> str:
    """A day without a year, in words: nothing closes more than a year ahead."""
    day = datetime.fromtimestamp(at_ms / 1000, zone).astimezone(zone)
    return say("date.day", day=day.day, month=say("date.months").split()[day.month - 1])
