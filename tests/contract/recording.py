"""What a collector says to PostgreSQL: every statement with its values, and which function of ours said it."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import psycopg
from sqlalchemy import event

from barometer_collector.database import Database

_PACKAGE = "barometer_collector."
_VALUE = re.compile(r"%\(\w+\)s|%s|%b")
_SEVERAL = re.compile(r"\?((?:::[A-Z]+)?)(?:, \?(?:::[A-Z]+)?)+")
_NUMBERS = re.compile(r"\b\d{3,}\b(?:, ?\d+\b)*")
_ROWS = re.compile(r"\(\?(?:::[A-Z]+)?\)(?:, \(\?(?:::[A-Z]+)?\))+")


@dataclass(frozen=True)
class Statement:
    """``text`` as the driver got it, with ``values`` of the first time; ``callers`` are functions of stores."""

    text: str
    values: Any
    callers: frozenset[str]

    @property
    def is_copy(self) -> bool:
        return self.text.lstrip()[:4].upper() == "COPY"


@dataclass
class Recording:
    """Statements that differ, as said from where they were said first, and everybody who said something."""

    by_shape: dict[str, Statement] = field(default_factory=dict)
    callers: set[str] = field(default_factory=set)

    def note(self, query: object, values: Any) -> None:
        text = (query.decode() if isinstance(query, bytes) else str(query)).strip()
        callers = frozenset(_callers(sys._getframe(2)))
        self.callers |= callers
        self.by_shape.setdefault(shape_of(text), Statement(text, values, callers))

    @property
    def statements(self) -> list[Statement]:
        return list(self.by_shape.values())


def shape_of(text: str) -> str:
    """``text`` without what differs from call to call: names of values, how many they are, and white space."""
    unnamed = _NUMBERS.sub("?", _VALUE.sub("?", " ".join(text.split())))
    return _ROWS.sub("(?)", _SEVERAL.sub(r"?\1", unnamed))


@contextmanager
def recording(database: Database) -> Iterator[Recording]:
    """Note what is said through connections that ``database`` opens from here on."""
    made = Recording()

    class Cursor(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **options: Any) -> "Cursor":
            made.note(query, params)
            super().execute(query, params, **options)
            return self

        def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
            rows = list(params_seq)
            made.note(query, rows[0] if rows else None)
            super().executemany(query, rows, **options)

        def copy(self, statement: Any, params: Any = None, **options: Any) -> Any:
            made.note(statement, params)
            return super().copy(statement, params, **options)

    def listen(connection: Any, _record: Any) -> None:
        connection.cursor_factory = Cursor

    database.engine.dispose()
    event.listen(database.engine, "connect", listen)
    try:
        yield made
    finally:
        event.remove(database.engine, "connect", listen)
        database.engine.dispose()


def _callers(frame: FrameType | None) -> Iterator[str]:
    """``barometer_collector.rollup.store.mark`` and whoever of ours called it, from the inside out."""
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith(_PACKAGE):
            yield f"{module.removeprefix(_PACKAGE)}.{frame.f_code.co_name}"
        frame = frame.f_back
