"""Batches that break the writer in every way that can be thought of: each costs itself alone, on both engines."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
from hypothesis import HealthCheck, given
from hypothesis import settings as run_with
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.errors import ProblemError
from barometer_collector.ingest.arrivals import Arrival, Outcome
from barometer_collector.ingest.commit import Committer
from barometer_collector.ingest.meters import Meters
from barometer_collector.ingest.service import take_in
from barometer_collector.settings import Settings
from tests.collector.laptops import NOON, Laptop, batch, enrol, sample

_numbers = iter(range(1, 1 << 40))


def _row(column: int, value: object) -> Callable[[Arrival], None]:
    """What rules that have a hole would let through: a value of a sample that no engine takes."""

    def poison(arrival: Arrival) -> None:
        row = list(arrival.rows[-1])
        row[column] = value
        arrival.rows[-1] = tuple(row)  # type: ignore[call-overload]

    return poison


def _envelope(**wrong: Any) -> Callable[[Arrival], None]:
    def poison(arrival: Arrival) -> None:
        arrival.batch = msgspec.structs.replace(arrival.batch, **wrong)

    return poison


def _labels(arrival: Arrival) -> None:
    arrival.labels[0] = {"a": 1}  # type: ignore[assignment]


def _clock(arrival: Arrival) -> None:
    arrival.clock = replace(arrival.clock, skew_ms=1 << 80)


POISONS = {
    "a value of 80 bits": _row(4, 1 << 80),
    "no value": _row(4, None),
    "a subject that is none": _row(1, None),
    "half a character": _row(1, "\ud800"),
    "labels that are no text": _labels,
    "a row that is too short": lambda arrival: arrival.rows.append((1, "x")),  # type: ignore[arg-type]
    "a moment of 80 bits": _envelope(sealed_at=1 << 80),
    "a skew of 80 bits": _clock,
    "a count that is too large": _envelope(dropped={"dns_us": 1 << 70}),
    "a name that is none": _envelope(dropped={None: 1}),
}


@run_with(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(group=st.lists(st.none() | st.sampled_from(sorted(POISONS)), min_size=1, max_size=8))
def test_a_poisoned_batch_costs_its_neighbours_nothing_and_leaves_nothing_behind(
    database: Database, settings: Settings, group: list[str | None]
) -> None:
    laptop = enrol(database, settings)
    values = [next(_numbers) for _ in group]
    arrivals = [_arrival(laptop, value, poison) for value, poison in zip(values, group, strict=True)]
    results = asyncio.run(_commit(database, settings, arrivals))
    for result, poison in zip(results, group, strict=True):
        if poison is None:
            assert isinstance(result, Outcome), result
            assert result.stored
        else:
            assert isinstance(result, ProblemError), poison
            assert result.problem.status in (422, 503)
    good = {value for value, poison in zip(values, group, strict=True) if poison is None}
    mine = {"id": laptop.device_id}
    with database.reading() as session:
        connection = session.connection()
        stored = {row[0] for row in connection.execute(text("SELECT value FROM sample WHERE device_id = :id"), mine)}
        ledger = connection.execute(text("SELECT count(*) FROM batch WHERE device_id = :id"), mine).scalar_one()
    assert stored == good
    assert ledger == len(good)


def _arrival(laptop: Laptop, value: int, poison: str | None) -> Arrival:
    made = laptop.arrival(batch(sample("tcp_connect_us", value % 1_000_000, subject="x")))
    made.rows[0] = (*made.rows[0][:4], value, *made.rows[0][5:])  # type: ignore[assignment]
    if poison is not None:
        POISONS[poison](made)
    return made


async def _commit(database: Database, settings: Settings, arrivals: list[Arrival]) -> list[Any]:
    committer = Committer(
        database,
        lambda session, group, now: take_in(session, settings, lambda *_: (), group, now),
        lambda: NOON,
        Meters(CollectorRegistry()),
    )
    committer.start()
    try:
        return await asyncio.gather(*map(committer.commit, arrivals), return_exceptions=True)
    finally:
        await committer.stop()
