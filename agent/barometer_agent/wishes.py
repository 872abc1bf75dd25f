"""What each person chose about being asked, and since when they are known on this laptop."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import msgspec

from barometer_agent.clock import Clock, Moment
from barometer_agent.link.messages import Prefer
from barometer_agent.spool import Spool, SpoolError
from barometer_agent.spool.preferences import Preferences

_DAY_MS = 86_400_000
_OLDEST_MS = 946_684_800_000  # the year 2000: what is told as older was told by a clock that was never set


class Wishes:
    """Reads and keeps them in the spool. Raises SpoolError."""

    def __init__(self, spool: Spool, clock: Clock) -> None:
        self._spool = spool
        self._clock = clock

    def of(self, account: str) -> Preferences:
        """As they were kept."""
        return self._spool.preferences(account)

    def met(self, account: str, since_ms: int | None = None) -> Preferences:
        """What ``account`` chose, who from now on was seen here. A full disk keeps nobody from the questions.

        ``since_ms`` is since when the account is on this laptop, by the account itself. What a clock that was ahead has
        put off for longer than can be is put right.
        """
        now_ms = self._clock.now().utc_ms
        kept = chosen = self.of(account)
        shown = () if _is_past(chosen.first_seen_ms, now_ms) else [each.at_ms for each in self._spool.history(account)]
        first_ms = first_seen(now_ms, chosen.first_seen_ms, [since_ms, *shown])
        chosen = msgspec.structs.replace(chosen, first_seen_ms=first_ms)
        if chosen.paused_until_ms is not None and chosen.paused_until_ms > now_ms + _DAY_MS:
            chosen = msgspec.structs.replace(chosen, paused_until_ms=None)
        if chosen != kept:
            with suppress(SpoolError):
                self._spool.prefer(account, chosen)
        return chosen

    def change(self, request: Prefer, account: str) -> Preferences:
        """Keep what is chosen now; what is not chosen stays as it is. A pause ends with the laptop's day.

        Whose choices were lost chooses anew with the choice to be asked or not.
        """
        chosen = self.of(account)
        wanted = {name: getattr(request, name) for name in ("ask_less", "never", "language", "window")}
        changes: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
        if request.paused is not None:
            changes["paused_until_ms"] = _end_of_day_ms(self._clock.now()) if request.paused else None
        if request.never is not None:
            changes["unreadable"] = False
        changed = msgspec.structs.replace(chosen, **changes)
        if changed != chosen:
            self._spool.prefer(account, changed)
        return changed


def first_seen(now_ms: int, kept_ms: int | None, signs_ms: Iterable[int | None]) -> int:
    """Since when somebody is known: the earliest of what is kept and of the signs, of those that can be true.

    Only ever earlier than what was kept, unless that was told by a clock that was ahead: nobody becomes new again.
    """
    told = [kept_ms, *(sign for sign in signs_ms if sign is not None and sign >= _OLDEST_MS)]
    return min([now_ms, *(one for one in told if one is not None and one <= now_ms)])


def _is_past(moment_ms: int | None, now_ms: int) -> bool:
    return moment_ms is not None and moment_ms <= now_ms


def _end_of_day_ms(now: Moment) -> int:
    offset_ms = now.utc_offset_minutes * 60_000
    return ((now.utc_ms + offset_ms) // _DAY_MS + 1) * _DAY_MS - offset_ms
