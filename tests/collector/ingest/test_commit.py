"""Group commit: acknowledged after the commit, each for itself, and never more waiting than allowed."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import text

from barometer_collector.database import CollisionError, Database, DatabaseUnavailableError, Session
from barometer_collector.errors import ProblemError
from barometer_collector.ingest import commit
from barometer_collector.ingest.arrivals import Arrival, Outcome, UnknownKeyError
from barometer_collector.ingest.commit import Committer, Result, TakeIn
from barometer_collector.ingest.drain import CROWD, LONGEST_SECONDS
from barometer_collector.ingest.meters import Meters
from tests.collector.laptops import NOON, Laptop, batch, sample

LAPTOP = Laptop(1, "Bearer 0000000000000001.secret")


def _arrival(value: int = 1) -> Arrival:
    return LAPTOP.arrival(batch(sample(value=value)))


class Writer:
    """Stores one row per batch; holds every group until it is let go; breaks on the values it is told to."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()
        self.groups: list[int] = []
        self.errors: dict[int, Exception] = {}

    def __call__(self, session: Session, arrivals: Sequence[Arrival], _now: int) -> list[Result]:
        assert self.go.wait(10)
        self.groups.append(len(arrivals))
        results: list[Result] = []
        for arrival in arrivals:
            value = arrival.rows[0][3]
            insert = text("INSERT INTO touched (device_id, at, since_day) VALUES (:v, 0, 0)")
            session.connection().execute(insert, {"v": value})
            if value in self.errors:
                raise self.errors[value]
            results.append(UnknownKeyError() if value == 401 else Outcome(value, 1, 0, stored=True))
        return results


class Told:
    """Tells each device its own number as a version; ``error`` is raised after the commit, if there is one."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.groups: list[list[int]] = []

    def look(self, session: Session, device_ids: Sequence[int], _now: datetime) -> list[int]:
        assert session.in_transaction()
        self.groups.append(list(device_ids))
        return list(device_ids)

    def versions(self, look: list[int]) -> dict[int, str]:
        if self.error:
            raise self.error
        return {device: f"v{device}" for device in look}


@asynccontextmanager
async def _started(database: Database, writer: TakeIn, told: Told | None = None) -> AsyncIterator[Committer]:
    committer = Committer(database, writer, lambda: NOON, Meters(CollectorRegistry()), told)
    committer.start()
    try:
        yield committer
    finally:
        if isinstance(writer, Writer):
            writer.go.set()
        await committer.stop()


def _run(
    database: Database, writer: TakeIn, story: Callable[[Committer], Awaitable[None]], told: Told | None = None
) -> None:
    async def main() -> None:
        async with _started(database, writer, told) as committer:
            await story(committer)

    asyncio.run(main())


def _stored(database: Database) -> list[int]:
    with database.reading() as session:
        rows = session.connection().execute(text("SELECT device_id FROM touched ORDER BY device_id"))
        return [row[0] for row in rows]


def test_what_is_acknowledged_is_committed_already(database: Database) -> None:
    async def story(committer: Committer) -> None:
        outcome = await committer.commit(_arrival(7))
        assert outcome == Outcome(7, 1, 0, stored=True)
        assert _stored(database) == [7]

    _run(database, Writer(), story)


def test_requests_that_come_while_a_group_is_written_share_the_next_one(database: Database) -> None:
    writer = Writer()

    async def story(committer: Committer) -> None:
        writer.go.clear()
        tasks = [asyncio.create_task(committer.commit(_arrival(value))) for value in range(1, 41)]
        await asyncio.sleep(0)
        writer.go.set()
        await asyncio.gather(*tasks)

    _run(database, writer, story)
    assert _stored(database) == list(range(1, 41))
    assert len(writer.groups) <= 3


def test_every_acknowledgement_of_a_group_has_the_version_of_its_device(database: Database) -> None:
    writer, told = Writer(), Told()

    async def story(committer: Committer) -> None:
        writer.go.clear()
        tasks = [asyncio.create_task(committer.commit(_arrival(value))) for value in (1, 9, 401, 2)]
        await asyncio.sleep(0)
        writer.go.set()
        first, last, refused, other = await asyncio.gather(*tasks, return_exceptions=True)
        assert isinstance(refused, UnknownKeyError)
        found = [each.config for each in (first, last, other) if isinstance(each, Outcome)]
        assert found == ["v1", "v9", "v2"]

    _run(database, writer, story, told)
    assert sorted(device for group in told.groups for device in group) == [1, 2, 9]


def test_a_version_that_cannot_be_told_costs_nobody_the_acknowledgement_of_what_is_stored(database: Database) -> None:
    async def story(committer: Committer) -> None:
        assert await committer.commit(_arrival(3)) == Outcome(3, 1, 0, stored=True, config="")

    _run(database, Writer(), story, Told(ValueError("a campaign that nobody can read")))
    assert _stored(database) == [3]


def test_an_intake_behind_which_one_would_wait_too_long_is_full(database: Database) -> None:
    writer = Writer()

    async def story(committer: Committer) -> None:
        await committer.commit(_arrival(1))
        committer._batch_seconds = 2 * LONGEST_SECONDS / CROWD
        writer.go.clear()
        tasks = [asyncio.create_task(committer.commit(_arrival(value))) for value in range(2, CROWD + 2)]
        await asyncio.sleep(0)
        assert (committer.waiting, committer.is_full) == (CROWD, True)
        with pytest.raises(ProblemError) as caught:
            await committer.commit(_arrival(999))
        assert int(caught.value.headers["Retry-After"]) >= 20 * LONGEST_SECONDS
        writer.go.set()
        await asyncio.gather(*tasks)
        assert (committer.waiting, committer.is_full) == (0, False)

    _run(database, writer, story)
    assert _stored(database) == list(range(1, CROWD + 2))


def test_a_refused_key_is_an_error_of_that_request_alone(database: Database) -> None:
    async def story(committer: Committer) -> None:
        results = await asyncio.gather(*(committer.commit(_arrival(v)) for v in (1, 401, 2)), return_exceptions=True)
        assert [type(each) for each in results] == [Outcome, UnknownKeyError, Outcome]

    _run(database, Writer(), story)


def test_a_poisoned_batch_fails_alone_and_leaves_nothing_behind(database: Database) -> None:
    writer = Writer()
    writer.errors[2] = ValueError("poison")

    async def story(committer: Committer) -> None:
        writer.go.clear()
        tasks = [asyncio.create_task(committer.commit(_arrival(value))) for value in (1, 2, 3)]
        await asyncio.sleep(0)
        writer.go.set()
        good, bad, also_good = await asyncio.gather(*tasks, return_exceptions=True)
        assert isinstance(good, Outcome)
        assert isinstance(also_good, Outcome)
        assert isinstance(bad, ProblemError)
        assert bad.problem.status == 422

    _run(database, writer, story)
    assert _stored(database) == [1, 3]


def test_a_mistake_of_our_own_costs_nobody_a_batch(database: Database) -> None:
    writer = Writer()
    writer.errors[1] = RuntimeError("a mistake")

    async def story(committer: Committer) -> None:
        with pytest.raises(ProblemError) as caught:
            await committer.commit(_arrival(1))
        assert caught.value.problem.status == 503

    _run(database, writer, story)


def test_values_the_database_refuses_are_a_fault_of_that_batch(database: Database) -> None:
    def twice(session: Session, arrivals: Sequence[Arrival], _now: int) -> list[Result]:
        for arrival in arrivals:
            for _ in range(arrival.rows[0][3]):
                session.connection().execute(text("INSERT INTO touched (device_id, at, since_day) VALUES (1, 0, 0)"))
        return [Outcome(1, 1, 0, stored=True) for _ in arrivals]

    async def story(committer: Committer) -> None:
        with pytest.raises(ProblemError) as caught:
            await committer.commit(_arrival(2))
        assert caught.value.problem.status == 422
        await committer.commit(_arrival(1))

    _run(database, twice, story)


def test_a_database_that_is_gone_is_503_and_the_next_batch_is_taken_when_it_is_back(database: Database) -> None:
    writer = Writer()
    writer.errors[1] = DatabaseUnavailableError("disk full")

    async def story(committer: Committer) -> None:
        with pytest.raises(ProblemError) as caught:
            await committer.commit(_arrival(1))
        assert caught.value.problem.status == 503
        assert 2 <= int(caught.value.headers["Retry-After"]) <= 20
        writer.errors.clear()
        assert await committer.commit(_arrival(1)) == Outcome(1, 1, 0, stored=True)

    _run(database, writer, story)
    assert _stored(database) == [1]


def test_one_batch_for_which_the_database_cannot_be_used_costs_the_others_nothing(database: Database) -> None:
    writer = Writer()
    writer.errors[2] = DatabaseUnavailableError("Error binding parameter")

    async def story(committer: Committer) -> None:
        writer.go.clear()
        tasks = [asyncio.create_task(committer.commit(_arrival(value))) for value in (1, 2, 3)]
        await asyncio.sleep(0)
        writer.go.set()
        good, bad, also_good = await asyncio.gather(*tasks, return_exceptions=True)
        assert isinstance(good, Outcome)
        assert isinstance(also_good, Outcome)
        assert isinstance(bad, ProblemError)
        assert bad.problem.status == 503

    _run(database, writer, story)
    assert _stored(database) == [1, 3]


def test_a_full_disk_is_not_tried_again_for_every_batch_that_waits(database: Database) -> None:
    writer = Writer()
    writer.errors |= {value: DatabaseUnavailableError("disk full") for value in range(1, 60)}

    async def story(committer: Committer) -> None:
        writer.go.clear()
        tasks = [asyncio.create_task(committer.commit(_arrival(value))) for value in range(1, 60)]
        await asyncio.sleep(0)
        writer.go.set()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert {each.problem.status for each in results if isinstance(each, ProblemError)} == {503}

    _run(database, writer, story)
    assert len(writer.groups) <= 2 * (1 + 8)  # groups may be two, the first of one batch
    assert _stored(database) == []


def test_a_group_that_gave_way_to_another_process_is_written_again_at_once(database: Database) -> None:
    writer = Writer()
    errors = [CollisionError("deadlock detected"), CollisionError("deadlock detected")]

    def gives_way(session: Session, arrivals: Sequence[Arrival], now: int) -> list[Result]:
        results = writer(session, arrivals, now)
        if errors:
            raise errors.pop()
        return results

    async def story(committer: Committer) -> None:
        assert (await committer.commit(_arrival(1))).stored
        errors.extend(CollisionError("deadlock detected") for _ in range(3))
        with pytest.raises(ProblemError) as caught:
            await committer.commit(_arrival(2))
        assert caught.value.problem.status == 503

    _run(database, gives_way, story)
    assert _stored(database) == [1]
    assert len(writer.groups) == 6


def test_more_than_may_wait_is_refused_at_once_and_taken_again_afterwards(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commit, "MAX_WAITING_BATCHES", 2)
    writer = Writer()

    async def story(committer: Committer) -> None:
        writer.go.clear()
        tasks = [asyncio.create_task(committer.commit(_arrival(value))) for value in (1, 2)]
        await asyncio.sleep(0)
        assert committer.is_full
        with pytest.raises(ProblemError) as caught:
            await committer.commit(_arrival(3))
        assert caught.value.problem.status == 503
        writer.go.set()
        await asyncio.gather(*tasks)
        assert not committer.is_full
        await committer.commit(_arrival(3))

    _run(database, writer, story)
    assert _stored(database) == [1, 2, 3]


def test_bytes_that_wait_are_limited_as_well(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commit, "MAX_WAITING_BYTES", 10)
    writer = Writer()

    async def story(committer: Committer) -> None:
        writer.go.clear()
        task = asyncio.create_task(committer.commit(_arrival(1)))
        await asyncio.sleep(0)
        assert committer.is_full
        writer.go.set()
        await task

    _run(database, writer, story)


def test_stopping_commits_and_acknowledges_what_waits_and_takes_nothing_more(database: Database) -> None:
    writer = Writer()

    async def main() -> None:
        committer = Committer(database, writer, lambda: NOON, Meters(CollectorRegistry()))
        committer.start()
        tasks = [asyncio.create_task(committer.commit(_arrival(value))) for value in (1, 2, 3)]
        await asyncio.sleep(0)
        await committer.stop()
        assert [task.done() and task.result().device_id for task in tasks] == [1, 2, 3]
        with pytest.raises(ProblemError):
            await committer.commit(_arrival(4))

    asyncio.run(main())
    assert _stored(database) == [1, 2, 3]


def test_who_has_gone_away_does_not_hold_up_the_others(database: Database) -> None:
    writer = Writer()

    async def story(committer: Committer) -> None:
        writer.go.clear()
        tasks = [asyncio.create_task(committer.commit(_arrival(value))) for value in (1, 2)]
        await asyncio.sleep(0)
        tasks[0].cancel()
        writer.go.set()
        assert (await tasks[1]).device_id == 2
        assert not committer.is_full

    _run(database, writer, story)
    assert _stored(database) == [1, 2]
