"""What a costly program said, kept for a while: asking it again would cost more than the answer is worth."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Kept(Generic[Answer]):
    """Answers by what they are about, each for ``seconds`` of the Mac being awake."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._answers: dict[str, tuple[float, Answer]] = {}

    def has(self, about: str) -> bool:
        """Whether there is an answer that still holds."""
        return about in self._answers and self._clock() - self._answers[about][0] < self._seconds

    def of(self, about: str, ask: Callable[[], Answer]) -> Answer:
        """The answer that still holds, else what ``ask`` gives now; what it raises is not kept."""
        if not self.has(about):
            self._answers[about] = self._clock(), ask()
        return self._answers[about][1]
