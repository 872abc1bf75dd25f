"""Slows down whoever guesses passwords.

Counted in the memory of one process: a restart forgets, and several intake processes each count for themselves.
"""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

ATTEMPTS = 5
WINDOW = timedelta(minutes=15)
_MOST_KEYS = 10_000  # some 3 MiB; beyond it the keys tried longest ago are forgotten first


class SignInLimiter:
    """At most ATTEMPTS attempts per key (account and address) within WINDOW."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._attempts: OrderedDict[tuple[str, str], list[datetime]] = OrderedDict()

    def wait(self, account: str, address: str, now: datetime) -> timedelta | None:
        """Count an attempt; None when it may be made, else how long to wait before the next.

        Counting and judging are one step, so that attempts made at the same moment cannot slip through together.
        """
        key = (account.lower()[:200], address)
        with self._lock:
            recent = [at for at in self._attempts.pop(key, []) if at > now - WINDOW]
            self._attempts[key] = recent
            if len(recent) >= ATTEMPTS:
                return recent[0] + WINDOW - now
            recent.append(now)
            while len(self._attempts) > _MOST_KEYS:
                self._attempts.popitem(last=False)
            return None

    def forget(self, account: str, address: str) -> None:
        """The password was right: what came before no longer counts."""
        with self._lock:
            self._attempts.pop((account.lower()[:200], address), None)
