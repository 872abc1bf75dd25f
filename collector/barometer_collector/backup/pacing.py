"""Leaves time and disk to others while much is copied."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

_SHARE = 0.5  # of the time is worked
_STEPS_A_SYNC = 4


class Pace:
    """Called after each step of writing ``target``: has the disk take what was written, and waits as long as that took.

    Without it gigabytes wait in memory for one sync at the end, and every commit of the intake waits behind that.
    """

    def __init__(self, target: Path, wait: Callable[[float], None] = time.sleep) -> None:
        self._target, self._wait, self._steps = target, wait, 0
        self._began = time.perf_counter()

    def __enter__(self) -> Self:
        self._file = os.open(self._target, os.O_RDWR | os.O_CREAT, 0o600)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        os.close(self._file)

    def __call__(self, _left: int, _all: int) -> None:
        self._steps += 1
        if self._steps % _STEPS_A_SYNC == 0:
            self.sync()
        self._wait((time.perf_counter() - self._began) * (1 - _SHARE) / _SHARE)
        self._began = time.perf_counter()

    def sync(self) -> None:
        """Everything that was written is on the disk."""
        os.fsync(self._file)
