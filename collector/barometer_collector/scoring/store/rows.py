"""Rows as the driver gives them, for arrays: no object is made of each. Thousands of devices are asked for at once."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from sqlalchemy import BigInteger, BindParameter, bindparam
from sqlmodel import Session

from barometer_collector.scoring.rules.facts import IntArray


def these(name: str) -> BindParameter[Any]:
    """``IN :name`` with whole numbers that stand in the statement: more of them than any engine takes as parameters."""
    return bindparam(name, expanding=True, literal_execute=True, type_=BigInteger())


def raw(session: Session, statement: Any, values: Mapping[str, object]) -> list[Any]:
    """The rows of ``statement``, as plain tuples."""
    result: Any = session.connection().execute(statement, values)
    rows: list[Any] = result.cursor.fetchall()
    return rows


def integers(session: Session, statement: Any, values: Mapping[str, object], columns: int) -> IntArray:
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
