"""Rows as the driver gives them, for arrays: no object is made of each. Thousands of devices are asked for at once."""

import re
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np

from barometer_collector.database import Session, fetch
from barometer_collector.scoring.rules.facts import IntArray

_NAME = re.compile(r":(\w+)")


def raw(session: Session, statement: str, values: Mapping[str, object]) -> list[Any]:
    """The rows of ``statement``, as plain tuples. It names its ``values`` as in ``:day``.

    Lists of whole numbers stand in it as they are (``IN (:ids)``): more of them than any engine takes as parameters.
    """
    asked: list[object] = []

    def mark(name: re.Match[str]) -> str:
        value = values[name[1]]
        if isinstance(value, list):
            return ", ".join([str(int(each)) for each in value]) or "NULL"
        asked.append(value)
        return "?"

    return fetch(session, _NAME.sub(mark, statement), asked)


def integers(session: Session, statement: str, values: Mapping[str, object], columns: int) -> IntArray:
    """The rows of ``statement``, all of whole numbers, as an array with that many columns."""
    rows = raw(session, statement, values)
    return np.fromiter(chain.from_iterable(rows), np.int64, len(rows) * columns).reshape(-1, columns)


def places(device_ids: IntArray, ids: IntArray) -> IntArray:
    """Where each of ``device_ids`` stands in ``ids``, which are ascending."""
    return np.searchsorted(ids, device_ids).astype(np.int64)


def numbered(names: Sequence[str]) -> tuple[IntArray, tuple[str, ...]]:
    """``names`` as places in a list of them that holds each once, ascending."""
    known = sorted({*names})
    at = {name: place for place, name in enumerate(known)}
    return np.fromiter((at[name] for name in names), np.int64, len(names)), tuple(known)
