"""Words go, votes stay."""

from typing import Any

import pytest
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.privacy.retention.rules.cutoffs import DAY_MS
from barometer_collector.privacy.retention.service.sweeping import sweep
from barometer_collector.privacy.retention.store import words
from tests.collector.laptops import TODAY
from tests.collector.privacy.retention.filling import promise_of, put

FIRST = TODAY - 180


def said(database: Database, name: str, day: int, **more: Any) -> None:
    """Words that came so many days after FIRST, from a laptop of their own."""
    device = put(database, "device", simulated=more.pop("simulated", False))["id"]
    values = {"value": 4, "option": "", "text": "", "comment": name, "contact": False, **more}
    put(database, "answer", device_id=device, answer_id=name, received_at=(FIRST + day) * DAY_MS, **values)


def left(database: Database) -> dict[str, tuple[Any, ...]]:
    with database.reading() as session:
        rows = session.connection().execute(text("SELECT answer_id, text, comment, contact, value, bundle FROM answer"))
        return {row[0]: (row[1], row[2], bool(row[3]), row[4], row[5]) for row in rows}


def run(database: Database) -> int:
    return sweep(database, promise_of("answer.words"), FIRST, TODAY, lambda: None).rows


def test_old_words_go_and_their_vote_stays(database: Database) -> None:
    said(database, "old", -1, contact=True)
    said(database, "young", 0)
    assert run(database) == 1
    assert left(database) == {"old": ("", "", False, 4, None), "young": ("", "young", False, 4, None)}


def test_what_was_told_without_a_vote_goes_whole(database: Database) -> None:
    said(database, "told", -1, value=None, text="my dock", mood=2)
    said(database, "choice", -1, value=None, option="wifi")
    assert run(database) == 2
    assert left(database) == {"choice": ("", "", False, None, None)}


def test_words_of_a_bundle_go_together_and_none_is_kept_too_long(database: Database) -> None:
    for first_day, last_day in ((-3, 24), (25, 52)):
        put(database, "words_bundle", simulated=False, first_day=FIRST + first_day, last_day=FIRST + last_day)
    for name, day, bundle in (("first", -2, 24), ("last", 20, 24), ("next", 30, 52)):
        said(database, name, day, bundle=FIRST + bundle)
    assert run(database) == 2
    assert [name for name, row in left(database).items() if row[1]] == ["next"]
    with database.reading() as session:
        assert session.connection().execute(text("SELECT last_day FROM words_bundle")).scalars().all() == [FIRST + 52]


def test_a_bundle_of_simulated_people_takes_none_of_real_ones_with_it(database: Database) -> None:
    put(database, "words_bundle", simulated=True, first_day=FIRST - 3, last_day=FIRST + 24)
    put(database, "words_bundle", simulated=False, first_day=FIRST, last_day=FIRST + 24)
    said(database, "simulated", 10, bundle=FIRST + 24, simulated=True)
    said(database, "real", 10, bundle=FIRST + 24)
    assert run(database) == 1
    assert [name for name, row in left(database).items() if row[1]] == ["real"]


@pytest.mark.parametrize("shared", ["shared", "confidential"])
def test_words_that_nobody_could_read_go_too(database: Database, shared: str) -> None:
    said(database, "waiting", -30, sharing=shared)
    with database.reading() as session:
        found = words.find(session, FIRST * DAY_MS, 10)
    assert [key[1] for key in found] == ["waiting"]
    with database.writing() as session:
        assert words.remove(session, FIRST * DAY_MS, found) == 1
        assert words.end_bundles(session, FIRST) == 0
