"""How full a process that takes in is: what it could still do, told before it must send anybody away."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Occupation:
    """Counted since the process began.

    ``seconds`` have gone by; in ``cpu_seconds`` of them it computed, most of it on one core at a time. ``written`` are
    seconds of its writer, each counted as full as the group that was written: groups grow with the load, and a writer
    that always writes small ones has room. ``batches`` were taken in and ``refused`` sent away as there was no room.
    """

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    written: float = 0.0
    batches: int = 0
    refused: int = 0

    @property
    def share(self) -> float:
        """How full it is, 0 to 1, by what is fuller: its one core or its writer."""
        return min(1.0, max(self.cpu_seconds, self.written) / self.seconds) if self.seconds > 0 else 0.0

    def since(self, before: "Occupation") -> "Occupation":
        """What was counted after ``before``."""
        return Occupation(
            self.seconds - before.seconds,
            self.cpu_seconds - before.cpu_seconds,
            self.written - before.written,
            self.batches - before.batches,
            self.refused - before.refused,
        )


def fullness(batches: int, samples: int, most_batches: int, most_samples: int) -> float:
    """How full a commit group is, 0 to 1."""
    return min(1.0, max(batches / most_batches, samples / most_samples))
