"""The spool as a whole: what the disk does to it (kills, power cuts and a model of it: tests/faults/spool)."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from barometer_agent.clock import Moment
from barometer_agent.spool import Run, Spool, SpoolClosedError, SpoolError
from barometer_agent.spool.trouble import Trouble
from barometer_shared.samples import AgentFacts, Batch, Sample


def test_a_closed_spool_says_so(tmp_path: Path, moment: Moment, make_sample: Callable[..., Sample]) -> None:
    spool = Spool(tmp_path, 1 << 20, moment)
    spool.close()
    spool.close()
    with pytest.raises(SpoolClosedError, match="is closed"):
        spool.add("pressure", [make_sample()], None, moment)
    with pytest.raises(SpoolClosedError):
        spool.health()


def test_samples_and_cursor_are_written_together_or_not_at_all(
    spool: Spool, moment: Moment, make_sample: Callable[..., Sample]
) -> None:
    def failing() -> Iterator[Sample]:
        yield make_sample()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        spool.add("crashes", failing(), "9", moment)
    assert spool.health().samples == 0
    assert spool.health().waiting_bytes == 0
    assert spool.cursor("crashes") is None


@contextmanager
def full_disk(spool: Spool) -> Iterator[None]:
    """The file may not grow."""
    most = spool._read(lambda connection: connection.execute("PRAGMA max_page_count = 1").fetchone()[0])
    assert most < 100
    yield
    spool._read(lambda connection: connection.execute("PRAGMA max_page_count = 100000").fetchone())


def add_until_full(spool: Spool, samples: list[Sample], cursor: str | None, moment: Moment) -> None:
    with pytest.raises(SpoolError, match="is full"):
        spool.add("sampler", samples, cursor, moment)


def received(spool: Spool, agent: AgentFacts, moment: Moment) -> list[Batch]:
    batches = []
    while (batch := spool.next_batch(agent, moment, None)) is not None:
        batches.append(batch.decoded())
        spool.acknowledge(batch.id, moment)
    return batches


def test_when_a_full_disk_has_room_again_all_goes_on_and_what_was_lost_is_told(
    spool: Spool, moment: Moment, agent: AgentFacts, make_sample: Callable[..., Sample]
) -> None:
    spool.add("pressure", [make_sample(1)], None, moment)
    many = [make_sample(value) for value in range(100, 300)]
    with full_disk(spool):
        add_until_full(spool, many, None, moment)
        assert spool.health().failing == Trouble.FULL
        assert spool.health().samples == 1
    spool.add("pressure", [make_sample(2)], None, moment)
    assert spool.health().failing == ""
    batches = received(spool, agent, moment)
    assert [sample.value for batch in batches for sample in batch.samples] == [1, 2]
    assert [batch.dropped for batch in batches] == [{"pressure_permille": 200}]


def test_runs_that_are_written_together_are_so_or_not_at_all(
    spool: Spool, moment: Moment, agent: AgentFacts, make_sample: Callable[..., Sample]
) -> None:
    many = [make_sample(value) for value in range(200)]
    runs = [Run("gauge", [make_sample(1)], None, moment), Run("events", many, "200", moment)]
    with full_disk(spool), pytest.raises(SpoolError, match="is full"):
        spool.add_all(runs)
    assert (spool.health().samples, spool.cursor("events")) == (0, None)
    spool.add_all(runs[1:])
    batches = received(spool, agent, moment)
    assert sum(len(batch.samples) for batch in batches) == 200
    assert [batch.dropped for batch in batches if batch.dropped] == [{"pressure_permille": 1}]


def test_what_is_read_from_a_cursor_comes_again_and_is_not_counted_as_lost(
    spool: Spool, moment: Moment, agent: AgentFacts, make_sample: Callable[..., Sample]
) -> None:
    many = [make_sample(value) for value in range(200)]
    with full_disk(spool):
        add_until_full(spool, many, "200", moment)
        assert spool.cursor("sampler") is None
    spool.add("sampler", many, "200", moment)
    batches = received(spool, agent, moment)
    assert sum(len(batch.samples) for batch in batches) == 200
    assert all(batch.dropped == {} for batch in batches)


def test_a_spool_that_cannot_be_read_at_the_moment_tells_what_it_knew(
    spool: Spool, moment: Moment, make_sample: Callable[..., Sample], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(_connection: sqlite3.Connection) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMOPEN
        raise error

    spool.add("pressure", [make_sample()], None, moment)
    before = spool.health()
    monkeypatch.setattr("barometer_agent.spool.intake.counts", unreadable)
    assert spool.health() == before._replace(failing=Trouble.DISK)


def test_a_text_that_the_disk_made_unreadable_costs_itself_alone(
    tmp_path: Path, moment: Moment, agent: AgentFacts, make_sample: Callable[..., Sample]
) -> None:
    with Spool(tmp_path, 1 << 20, moment) as spool:
        spool.add("pressure", [make_sample(value) for value in range(3)], "3", moment)
        spool._change(lambda connection: connection.execute("UPDATE sample SET boot_id = CAST(x'ff' AS TEXT)").rowcount)
        spool.add("pressure", [make_sample(3)], "4", moment)
        batches = received(spool, agent, moment)
        assert [sample.value for batch in batches for sample in batch.samples] == [3]
        assert (spool.health().lost, spool.cursor("pressure")) == (3, "4")
        assert {name: count for batch in batches for name, count in batch.dropped.items()} == {"pressure_permille": 3}
