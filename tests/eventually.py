"""Waiting for what other processes do: until it is so, and never for ever."""

import time
from collections.abc import Callable
from typing import Any

import pytest

_SECONDS_FOR_ANYTHING = 120.0
_SECONDS_BETWEEN_LOOKS = 0.1


def eventually(what: Callable[[], Any], seconds: float = _SECONDS_FOR_ANYTHING) -> Any:
    """The first true value of ``what()``; fails when none comes in time."""
    end = time.monotonic() + seconds
    while not (value := what()):
        if time.monotonic() >= end:
            pytest.fail(f"did not happen within {seconds} s; the last value was {value!r}")
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    return value
