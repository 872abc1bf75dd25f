"""The quota of the spool (in any order of events: tests/faults/spool/test_machine.py)."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from barometer_agent.clock import Moment
from barometer_agent.spool import Spool, database, intake
from barometer_agent.spool.quota import Quota
from barometer_shared.questions import Answer
from barometer_shared.samples import AgentFacts, Sample


def test_while_the_file_cannot_hold_too_much_nothing_is_counted(
    tmp_path: Path, moment: Moment, make_sample: Callable[..., Sample]
) -> None:
    with closing(database.connect(tmp_path)) as connection:
        added = intake.add_samples(connection, [make_sample(value) for value in range(500)], moment)
        assert Quota(1 << 20).keep(connection, added) is None
        assert Quota(added).keep(connection, added) == added


def test_what_is_too_much_goes_and_is_counted_as_dropped(
    tmp_path: Path, moment: Moment, make_sample: Callable[..., Sample]
) -> None:
    quota = Quota(2_000)
    with closing(database.connect(tmp_path)) as connection:
        for value in range(500):
            quota.counted(quota.keep(connection, intake.add_samples(connection, [make_sample(value)], moment)))
        assert 1_500 < intake.waiting_bytes(connection) <= quota.most_bytes
        kept = connection.execute("SELECT count(*) FROM sample").fetchone()[0]
        assert intake.dropped(connection) == {"pressure_permille": 500 - kept}


def test_answers_stay_however_much_they_are_over_it(
    tmp_path: Path,
    moment: Moment,
    make_sample: Callable[..., Sample],
    make_answer: Callable[..., Answer],
) -> None:
    with closing(database.connect(tmp_path)) as connection:
        for number in range(50):
            intake.add_answer(connection, make_answer(number), moment)
        added = intake.add_samples(connection, [make_sample(value) for value in range(500)], moment)
        left = Quota(1_000).keep(connection, added)
        assert left == intake.waiting_bytes(connection)
        assert left > 1_000
        assert connection.execute("SELECT count(*) FROM sample").fetchone()[0] == 0
        assert connection.execute("SELECT count(*) FROM answer").fetchone()[0] == 50


def test_the_quota_counts_what_is_sealed_and_what_was_there_before_the_start(
    tmp_path: Path,
    moment: Moment,
    agent: AgentFacts,
    make_sample: Callable[..., Sample],
    make_answer: Callable[..., Answer],
) -> None:
    with Spool(tmp_path, 15_000, moment) as spool:
        spool.answer(make_answer(), moment)
        for value in range(500):
            spool.add("pressure", [make_sample(value)], None, moment)
        assert spool.next_batch(agent, moment, None) is not None
    with Spool(tmp_path, 15_000, moment) as spool:
        for value in range(500, 1_000):
            spool.add("pressure", [make_sample(value)], None, replace(moment, boot_id="boot-2"))
        health = spool.health()
        assert 10_000 < health.waiting_bytes <= 15_000
        batches = []
        while (batch := spool.next_batch(agent, moment, None)) is not None:
            batches.append(batch.decoded())
            spool.acknowledge(batch.id, moment)
    values = [sample.value for batch in batches for sample in batch.samples]
    dropped = sum(batch.dropped.get("pressure_permille", 0) for batch in batches)
    assert values == sorted(values)
    assert len(values) + dropped == 1_000
    assert [answer.id for batch in batches for answer in batch.answers] == [make_answer().id]
