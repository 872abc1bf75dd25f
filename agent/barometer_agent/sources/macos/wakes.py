"""How long a Mac took from waking up until its display was on, in whole seconds, as its power management tells it.

Source: pmset(1), ``pmset -g log``: local time with offset, domain, message, one a line. ``Wake`` is a full wake-up;
``DarkWake``, in which the display stays off, is none until a person makes one of it; where a person caused it too (the
lid, a key), it is the beginning. The domain ``Wake Requests`` is about the future. A wake-up that no display follows
(a closed lid, a Mac that was asked over the network) is left out.
"""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from barometer_agent.sampler import Reason
from barometer_agent.sources.macos import programs, sysctl
from barometer_agent.sources.records import Records
from barometer_agent.sources.wakes import Wake

MOST_AT_ONCE = 500
DISPLAY_WITHIN_US = 60_000_000
_SAME_MOMENT_US = 1_000_000  # the two are written by different parts of the system, within a second in either order
_LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}) (\S+(?: \S+)*?) *\t? {0,2}(?=\S)(.*)")
_BY_PERSON = re.compile(r"due to .*(?:\blid\b|LidOpen|HID|UserActivity|PWRB|power-button)", re.IGNORECASE)
_DOMAINS = frozenset({b"Wake", b"DarkWake", b"Notification", b"Sleep"})
_WAKE, _STIR, _DISPLAY, _SLEEP = "wake", "stir", "display", "sleep"
_ROTATED = Reason(
    "the log of the power management no longer goes back to the last reading",
    "het logboek van het energiebeheer gaat niet meer terug tot de vorige meting",
)


@dataclass(frozen=True)
class Step:
    """A line that matters: ``what`` happened, at which second, in microseconds since 1970 UTC."""

    what: str
    at_us: int


def read(cursor: str, since_us: int, most: int = MOST_AT_ONCE) -> Records[Wake]:
    """Wake-ups after ``cursor``, or since ``since_us``. Raises NoData where pmset does not tell."""
    told_us, _, woke = cursor.partition(" ")
    after_us = int(told_us) if told_us.isdecimal() else since_us
    last_wake = sysctl.moment_us(sysctl.values("kern.waketime").get("kern.waketime")) or 0
    if woke == str(last_wake):  # the kernel has not woken since, so there is nothing to look for
        return Records((), cursor)
    steps = tuple(parse(programs.answer("pmset", "-g", "log", timeout_seconds=60, wanted=may_matter)))
    if steps and time.time_ns() // 1000 - steps[-1].at_us < DISPLAY_WITHIN_US and steps[-1].what == _WAKE:
        return Records((), cursor)  # its display is still to come
    found = [wake for wake in wakes(steps) if wake.at_us > after_us]
    lost = _ROTATED if told_us and steps and steps[0].at_us > after_us else None
    if len(found) > most:
        return Records(tuple(found[:most]), f"{found[most - 1].at_us} ", lost)
    latest_us = max((wake.at_us for wake in found), default=after_us)
    return Records(tuple(found), f"{latest_us} {last_wake}", lost)


def may_matter(line: bytes) -> bool:
    """Whether a line can be one of ``parse``: the log has tens of megabytes of others."""
    words = line.split(maxsplit=4)
    return len(words) > 3 and words[3] in _DOMAINS


def parse(text: str) -> Iterator[Step]:
    """The steps among the lines of ``pmset -g log``, in their order."""
    for line in text.splitlines():
        found = _LINE.match(line)
        what = _what(found[2], found[3]) if found else None
        if found and what:
            try:
                at = datetime.strptime(found[1], "%Y-%m-%d %H:%M:%S %z")
            except ValueError:
                continue
            yield Step(what, round(at.timestamp()) * 1_000_000)


def wakes(steps: Sequence[Step]) -> Iterator[Wake]:
    """Each wake-up whose display went on, from the one to the other."""
    for index, step in enumerate(steps):
        if step.what == _WAKE:
            begun_us = _begun_us(steps, index)
            on_us = _display_us(steps, index, begun_us)
            if on_us is not None:
                yield Wake(max(on_us, begun_us), max(0, on_us - begun_us))


def _begun_us(steps: Sequence[Step], wake: int) -> int:
    """When the wake-up at the index ``wake`` began: with the lid or the key that stirred the Mac just before it."""
    stirred = [step.at_us for step in _since_sleep(steps, wake) if step.what == _STIR]
    return min([at_us for at_us in stirred if steps[wake].at_us - at_us <= DISPLAY_WITHIN_US] or [steps[wake].at_us])


def _display_us(steps: Sequence[Step], wake: int, begun_us: int) -> int | None:
    """When the display went on for the wake-up at the index ``wake``: since it began, and before anything else."""
    for step in _since_sleep(steps, wake):
        if step.what == _DISPLAY and step.at_us >= begun_us - _SAME_MOMENT_US:
            return step.at_us
    after = steps[wake + 1] if wake + 1 < len(steps) else None
    if after is None or after.what != _DISPLAY or after.at_us - steps[wake].at_us > DISPLAY_WITHIN_US:
        return None
    return after.at_us


def _since_sleep(steps: Sequence[Step], wake: int) -> list[Step]:
    """The steps before the wake-up at the index ``wake``, back to the last one that put an end to another."""
    before: list[Step] = []
    for step in reversed(steps[:wake]):
        if step.what in (_WAKE, _SLEEP):
            break
        before.insert(0, step)
    return before


def _what(domain: str, message: str) -> str | None:
    if domain == "Wake" and message.startswith(("Wake from", "DarkWake to FullWake")):
        return _WAKE
    if domain == "DarkWake":
        return _STIR if _BY_PERSON.search(message.partition(" Using ")[0]) else None
    if domain == "Notification" and message.startswith("Display is turned on"):
        return _DISPLAY
    return _SLEEP if domain == "Sleep" else None
