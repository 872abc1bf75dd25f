"""A database keeps the order in which rows came, in places that no column names. Here it does not.

Each test has its control: rows that are merely inserted, as one would, do give their order away.
"""

import random
import re
from collections.abc import Callable, Sequence
from itertools import combinations, groupby
from typing import Any

from sqlalchemy import insert, text

from barometer_collector.ballots import store
from barometer_collector.ballots.store import Place
from barometer_collector.ballots.tables import BallotRow, Spent
from barometer_collector.database import Database
from tests.collector.voters import CAMPAIGN, rows

VOTERS = 80
RUNS = 6
PAGE = 4096
CELL = re.compile(rb"team-1(?:\x00)?([0-9a-f]{32})\{")  # a row of SQLite: group, heap, id, response
PLACE = Place(CAMPAIGN, "team-1", 0)
Keep = Callable[[Any, dict[str, object] | None], None]


def as_it_should(session: Any, row: dict[str, object] | None) -> None:
    store.put(session, BallotRow, PLACE, row)


def as_one_would(session: Any, row: dict[str, object] | None) -> None:
    if row is not None:
        session.connection().execute(insert(BallotRow), [{**PLACE._asdict(), **row}])


def arrive(database: Database, keep: Keep, seed: int = 7) -> list[str]:
    """Ballots of so many people, one after the other, every third without an answer; ids as they arrived."""
    chance = random.Random(seed)
    arrived = []
    for number in range(VOTERS):
        id_ = f"{chance.getrandbits(128):032x}"
        row: dict[str, object] = {
            "id": id_,
            "response": '{"type":"faces","value":4}',
            "topic": "",
            "comment": "x" * chance.randint(0, 90),
        }
        with database.writing() as session:
            keep(session, None if number % 3 == 0 else row)
        arrived += [] if number % 3 == 0 else [id_]
    return arrived


def pages(database: Database) -> list[list[str]]:
    """The ids as they lie in each page of the database's storage, whatever the columns say."""
    if database.file is None:
        with database.reading() as session:
            found = session.connection().execute(text("SELECT b.ctid::text, b.id FROM ballot AS b ORDER BY b.ctid"))
            by_page = groupby(found, lambda row: row[0].partition(",")[0])
            return [[id_ for _, id_ in rows_] for _, rows_ in by_page]
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    stored = database.file.read_bytes()
    parts = [stored[start : start + PAGE] for start in range(0, len(stored), PAGE)]
    return [[mark[1].decode() for mark in re.finditer(CELL, part)] for part in parts]


def agreement(arrived: Sequence[str], found: Sequence[Sequence[str]]) -> float:
    """In how many of the pairs of rows of a page the first to come lies first: 0.5 where that is chance."""
    places = {each: place for place, each in enumerate(arrived)}
    assert sorted(each for page in found for each in page) == sorted(arrived), "a row was left behind, or is missing"
    pairs = [places[one] < places[other] for page in found for one, other in combinations(page, 2)]
    return sum(pairs) / len(pairs)


def agreement_of(database: Database, keep: Keep) -> float:
    """That of several runs."""
    found = []
    for seed in range(RUNS):
        with database.writing() as session:
            session.connection().execute(text("DELETE FROM ballot"))
        if database.file is None:
            with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM FULL ballot"))
        found.append(agreement(arrive(database, keep, seed), pages(database)))
    return sum(found) / RUNS


def writers(database: Database) -> int:
    """How many transactions the rows say that they were written by; SQLite does not know."""
    if database.is_sqlite:
        return 1
    with database.reading() as session:
        return int(session.connection().execute(text("SELECT count(DISTINCT xmin::text) FROM ballot")).scalar_one())


def test_where_rows_lie_says_nothing_of_when_they_came(database: Database) -> None:
    assert 0.42 < agreement_of(database, as_it_should) < 0.58
    assert writers(database) == 1


def test_where_merely_inserted_rows_lie_says_when_they_came(database: Database) -> None:
    assert abs(agreement_of(database, as_one_would) - 0.5) > 0.1
    assert database.is_sqlite or writers(database) > 1


def kept(database: Database, table: str = "ballot") -> list[tuple[Any, ...]]:
    return sorted(tuple(row.values()) for row in rows(database, table))


def test_rows_do_not_come_in_the_order_in_which_they_were_kept(database: Database) -> None:
    arrived = arrive(database, as_it_should)
    found = [str(row["id"]) for row in rows(database, "ballot")]
    assert sorted(found) == sorted(arrived)
    assert found != arrived


def test_a_message_without_an_answer_writes_the_same_rows_again(database: Database) -> None:
    arrive(database, as_it_should)
    before = kept(database), last_writer(database)
    with database.writing() as session:
        store.put(session, BallotRow, PLACE, None)
    assert kept(database) == before[0]
    assert database.is_sqlite or last_writer(database) != before[1]


def last_writer(database: Database) -> str:
    """The transaction that wrote the rows; SQLite does not know."""
    if database.is_sqlite:
        return ""
    with database.reading() as session:
        return str(session.connection().execute(text("SELECT max(xmin::text) FROM ballot")).scalar_one())


def test_a_heap_leaves_its_neighbours_alone(database: Database) -> None:
    for heap, nonce in ((0, "a"), (1, "b"), (0, "c")):
        with database.writing() as session:
            store.put(session, Spent, PLACE._replace(heap=heap), {"nonce": nonce * 64})
    assert [row[2:] for row in kept(database, "ballot_spent")] == [(0, "a" * 64), (0, "c" * 64), (1, "b" * 64)]
