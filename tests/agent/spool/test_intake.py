"""Samples in, and the oldest out when the quota is reached."""

from collections.abc import Callable
from pathlib import Path

from barometer_agent.clock import Moment
from barometer_agent.spool import Spool
from barometer_shared.questions import Answer
from barometer_shared.samples import AgentFacts, Sample

QUOTA = 4_000


def everything(spool: Spool, agent: AgentFacts, moment: Moment) -> tuple[list[Sample], list[Answer], dict[str, int]]:
    samples, answers, dropped = [], [], {}
    while (batch := spool.next_batch(agent, moment, None)) is not None:
        content = batch.decoded()
        samples += content.samples
        answers += content.answers
        dropped |= content.dropped
        spool.acknowledge(batch.id, moment)
    return samples, answers, dropped


def test_a_full_spool_drops_the_oldest_and_tells_how_many(
    tmp_path: Path, moment: Moment, agent: AgentFacts, make_sample: Callable[..., Sample]
) -> None:
    with Spool(tmp_path, QUOTA, moment) as spool:
        for value in range(200):
            spool.add("pressure", [make_sample(value)], None, moment)
        assert spool.health().waiting_bytes <= QUOTA
        kept, _, dropped = everything(spool, agent, moment)
    assert [sample.value for sample in kept] == list(range(200 - len(kept), 200))
    assert dropped == {"pressure_permille": 200 - len(kept)}
    assert kept


def test_crashes_outlive_gauges_and_answers_outlive_both(
    tmp_path: Path,
    moment: Moment,
    agent: AgentFacts,
    make_sample: Callable[..., Sample],
    make_answer: Callable[..., Answer],
) -> None:
    with Spool(tmp_path, QUOTA, moment) as spool:
        spool.answer(make_answer(), moment)
        spool.add("crashes", [make_sample(metric="app_crash")], "cursor", moment)
        for value in range(200):
            spool.add("pressure", [make_sample(value)], None, moment)
        samples, answers, dropped = everything(spool, agent, moment)
    assert answers == [make_answer()]
    assert samples[0].metric == "app_crash"
    assert set(dropped) == {"pressure_permille"}


def test_the_count_of_the_dropped_is_told_once(
    tmp_path: Path, moment: Moment, agent: AgentFacts, make_sample: Callable[..., Sample]
) -> None:
    with Spool(tmp_path, 100, moment) as spool:
        spool.add("pressure", [make_sample(value) for value in range(10)], None, moment)
        assert spool.health().dropped > 0
        everything(spool, agent, moment)
        assert spool.health().dropped == 0
        assert everything(spool, agent, moment) == ([], [], {})
