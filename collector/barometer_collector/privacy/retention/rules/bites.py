"""How much is deleted in one transaction."""

# On SQLite a bite holds the write lock, and commits of the intake wait for it: 50 ms is the most that they may, of
# which half is left for the commit itself.
TARGET_SECONDS = 0.025
FIRST = 20
MOST = 50_000


def next_size(size: int, took_seconds: float) -> int:
    """How much the next bite should take, when the last one of ``size`` took that long. Grows slowly, shrinks fast."""
    factor = min(2.0, max(0.1, TARGET_SECONDS / max(took_seconds, 1e-6)))
    return int(min(MOST, max(1, size * factor)))
