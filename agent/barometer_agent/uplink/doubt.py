"""Is a small batch too large, or does something on the way take no batches at all?"""

from barometer_agent.spool import SealedBatch

# No server or proxy has a limit as low as this; a batch of some fifty samples is as large.
SMALL_BYTES = 4096
TIMES = 3


class Doubt:
    """A 413 that is not in the collector's words, for a small batch, is believed at its third time.

    Believed at once, a proxy that says so to everything would have the whole spool halved and set aside piece by piece.
    """

    def __init__(self) -> None:
        self._batch = ""
        self._times = 0

    def holds(self, batch: SealedBatch) -> bool:
        """Whether to try ``batch`` once more as it is. Call it once for each 413."""
        if len(batch.body) > SMALL_BYTES:
            return False
        self._times = self._times + 1 if batch.id == self._batch else 1
        self._batch = batch.id
        return self._times < TIMES
