"""How often one laptop may send: one that has gone wrong, or whoever has its key, takes no room from the others.

A laptop is known here by the whole key it shows, before anybody has looked whether that is good: whoever claims the id
of another without its secret is counted for himself, and cannot lock it out. What a flood of invented keys can reach
is that the memory of who sent too much is emptied: then everybody begins anew.

A laptop that hands in what it kept for a month sends some two hundred batches, one after the other; the answers of its
people are a few a day. Neither comes near to ``BURST_MINUTES`` of what is allowed.
"""

import math
import random
from collections.abc import Callable

from barometer_collector.devices.rules import DeviceKey
from barometer_collector.errors import ProblemError

BURST_MINUTES = 10.0
MOST_KEPT = 50_000  # keys; 7 MB
_MINUTE = 60.0


class Limits:
    """A bucket of tokens for each key, of which only those are kept that are not full; on one event loop.

    ``per_minute`` tokens come in each minute, up to those of ``BURST_MINUTES``; 0 sets no limit. ``seconds`` is a clock
    that never goes back.
    """

    def __init__(self, per_minute: int, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._each = _MINUTE / per_minute if per_minute else 0.0
        self._full_after: dict[int, float] = {}

    def __len__(self) -> int:
        return len(self._full_after)

    def keep(self, key: DeviceKey) -> None:
        """Take one token. Raises ProblemError 429 when there is none, with how long to wait."""
        if not self._each:
            return
        now, name = self._seconds(), hash(key)
        full_after = max(now, self._full_after.get(name, 0.0)) + self._each
        if full_after - now > BURST_MINUTES * _MINUTE:
            raise _too_often(self._each)
        if len(self._full_after) >= MOST_KEPT:
            self._forget(now)
        self._full_after[name] = full_after

    def _forget(self, now: float) -> None:
        """Buckets that are full again; all, where that is not enough."""
        kept = {name: full_after for name, full_after in self._full_after.items() if full_after > now}
        self._full_after = kept if len(kept) < MOST_KEPT // 2 else {}


def _too_often(each: float) -> ProblemError:
    after = math.ceil(_MINUTE * (0.5 + random.random()))  # noqa: S311 - a spread
    return ProblemError(
        429,
        "this laptop sends too often",
        rule=f"one batch in {each:g} seconds, and those of {BURST_MINUTES:g} minutes at once",
        fix="send the same batch again after Retry-After",
        headers={"Retry-After": str(after)},
    )
