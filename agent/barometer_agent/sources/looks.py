"""Adding up what a system tells for the moment alone: each look stands for the time since the one before it."""

from collections.abc import Mapping

LONGEST_US = 600_000_000  # what happened in a longer time nobody watched


class Looks:
    """Sums since the first look, in microseconds, by name; a look counts with its share of the time before it."""

    def __init__(self) -> None:
        self._at_us: int | None = None
        self._sums: dict[str, int] = {}
        self._watched: dict[str, int] = {}

    def add(self, at_us: int, permille: Mapping[str, int]) -> dict[str, tuple[int, int]]:
        """Look ``at_us``: what was so, and in how much time that was watched, by name.

        The clock must stand still while the laptop sleeps. A share is in permille, 0 to 1000.
        """
        elapsed_us = 0 if self._at_us is None else at_us - self._at_us
        counted_us = elapsed_us if 0 < elapsed_us <= LONGEST_US else 0
        self._at_us = at_us
        for name, share in permille.items():
            self._sums[name] = self._sums.get(name, 0) + counted_us * share // 1000
            self._watched[name] = self._watched.get(name, 0) + counted_us
        return {name: (self._sums[name], self._watched[name]) for name in permille}
