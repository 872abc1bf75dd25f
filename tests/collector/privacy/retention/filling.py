"""Rows of any table, filled with something that fits, and as old as a test wants them."""

import itertools
from typing import Any

from sqlalchemy import Boolean, Float, LargeBinary, String
from sqlmodel import SQLModel

from barometer_collector.database import Database
from barometer_collector.migrations.schema import all_tables
from barometer_collector.privacy.retention.promises import Promise, Unit, Way, promises
from barometer_collector.privacy.retention.rules.cutoffs import DAY_MS, month_of

_numbers = itertools.count(1)
PARENTS = {"team_id": "team", "account_id": "account"}


def promise_of(name: str, way: Way | None = None) -> Promise:
    """The promise of that name; where a table's rows have two, that of ``way``."""
    return next(each for each in promises() if each.name == name and way in (None, each.way))


def put(database: Database, table: str, **values: object) -> dict[str, object]:
    """A row with ``values``, and with something that fits in every other column that needs it."""
    columns = all_tables().tables[table].columns
    row: dict[str, object] = {
        column.name: values.get(column.name, _something(column)) for column in columns if not column.nullable
    } | values
    with database.writing() as session:
        for name, parent in PARENTS.items():
            if name in row:
                row[name] = 1
                if not session.connection().execute(SQLModel.metadata.tables[parent].select()).first():
                    needed = {each.name: _something(each) for each in SQLModel.metadata.tables[parent].columns}
                    session.connection().execute(SQLModel.metadata.tables[parent].insert(), needed | {"id": 1})
        session.connection().execute(SQLModel.metadata.tables[table].insert(), row)
    return row


def at_day(promise: Promise, day: int) -> object:
    """What the column that tells the age holds on ``day``."""
    return {Unit.DAY: day, Unit.MOMENT: day * DAY_MS, Unit.MONTH: month_of(day)}[promise.unit]


def values_of(database: Database, table: str, column: str) -> list[Any]:
    """All values of a column, in their order."""
    found = SQLModel.metadata.tables[table]
    with database.reading() as session:
        return sorted(session.connection().execute(found.select()).mappings().all(), key=lambda row: str(row[column]))


def _something(column: Any) -> object:
    number = next(_numbers)
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, LargeBinary):
        return b"\x00"
    if isinstance(column.type, Float):
        return 0.5
    if isinstance(column.type, String):
        return f"{number}"[: column.type.length or 20]
    return number
