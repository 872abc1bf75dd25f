"""Rows are found without a lock and deleted by key, if they are still old then."""

import pytest
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.privacy.retention.promises import Promise, Way, promises
from barometer_collector.privacy.retention.rules.cutoffs import DAY_MS
from barometer_collector.privacy.retention.store import rows
from tests.collector.laptops import TODAY
from tests.collector.privacy.retention.filling import promise_of, put


@pytest.mark.parametrize(
    "promise", [each for each in promises() if each.way in (Way.ROWS, Way.PARTS)], ids=lambda each: each.name
)
def test_every_promise_that_goes_row_by_row_is_known(database: Database, promise: Promise) -> None:
    old = rows.old(promise, TODAY)
    with database.writing() as session:
        assert rows.find(session, old, None, 10) == []
        nothing = tuple("" if "CHAR" in str(column.type) else 0 for column in old.key)
        assert rows.find(session, old, nothing, 10) == []
        assert rows.remove(session, old, [nothing]) == 0


def test_they_are_found_page_by_page_in_the_order_of_their_keys(database: Database) -> None:
    for device, answer in ((2, "a"), (1, "b"), (1, "a"), (3, "a")):
        put(database, "answer", device_id=device, answer_id=answer, day=TODAY - (0 if device == 3 else 1))
    old = rows.old(promise_of("answer", Way.ROWS), TODAY)
    with database.reading() as session:
        first = rows.find(session, old, None, 2)
        assert first == [(1, "a"), (1, "b")]
        assert rows.find(session, old, first[-1], 2) == [(2, "a")]


def test_what_changed_in_between_is_looked_at_again(database: Database) -> None:
    put(database, "sign_in", token_hash="x", expires_at=(TODAY - 2) * DAY_MS)
    old = rows.old(promise_of("sign_in"), TODAY)
    with database.reading() as session:
        found = rows.find(session, old, None, 5)
    with database.writing() as session:
        session.connection().execute(text("UPDATE sign_in SET expires_at = :later"), {"later": TODAY * DAY_MS})
        assert rows.remove(session, old, found) == 0
