"""The life of a batch."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec

from barometer_agent.clock import Moment
from barometer_agent.spool import Spool
from barometer_agent.spool.sealing import SealedBatch
from barometer_shared.questions import Answer
from barometer_shared.samples import AgentFacts, Batch, Gap, GapKind, Sample

DAY_MS = 86_400_000


def sealed(spool: Spool, agent: AgentFacts, moment: Moment) -> SealedBatch:
    batch = spool.next_batch(agent, moment, 7)
    assert batch is not None
    return batch


def test_a_batch_that_was_not_acknowledged_is_the_same_bytes_again(
    spool: Spool, moment: Moment, agent: AgentFacts, make_sample: Callable[..., Sample]
) -> None:
    spool.add("pressure", [make_sample()], None, moment)
    first = sealed(spool, agent, moment)
    spool.add("pressure", [make_sample(2)], None, moment)
    assert sealed(spool, agent, replace(moment, utc_ms=moment.utc_ms + 5)) == first
    assert first.decoded().skew_ms == 7


def test_what_was_acknowledged_is_never_sent_again_and_stays_readable(
    spool: Spool, moment: Moment, agent: AgentFacts, make_sample: Callable[..., Sample]
) -> None:
    spool.add("pressure", [make_sample()], None, moment)
    batch = sealed(spool, agent, moment)
    spool.acknowledge(batch.id, moment)
    assert spool.next_batch(agent, moment, None) is None
    assert list(spool.sent(0)) == [(moment.utc_ms, batch.body)]
    assert list(spool.sent(moment.utc_ms + 1)) == []


def test_halving_ends_at_the_poison_item_which_is_kept_aside(
    spool: Spool, moment: Moment, agent: AgentFacts, make_sample: Callable[..., Sample]
) -> None:
    spool.add("pressure", [make_sample(value) for value in range(9)], None, moment)
    taken: list[int] = []
    while (batch := spool.next_batch(agent, moment, None)) is not None:
        values = [sample.value for sample in batch.decoded().samples]
        if 4 in values:
            spool.halve(batch, moment)
        else:
            taken += values
            spool.acknowledge(batch.id, moment)
    assert sorted(taken) == [0, 1, 2, 3, 5, 6, 7, 8]
    assert spool.health().refused == 1


def test_a_refused_batch_is_counted_and_not_sent_again(
    spool: Spool, moment: Moment, agent: AgentFacts, make_sample: Callable[..., Sample]
) -> None:
    spool.add("pressure", [make_sample()], None, moment)
    spool.set_aside(sealed(spool, agent, moment).id, "422", moment)
    assert spool.health().refused == 1
    assert spool.health().waiting_bytes == 0
    following = sealed(spool, agent, moment).decoded()
    assert (following.samples, following.dropped) == ([], {"pressure_permille": 1})


def test_after_thirty_days_samples_are_counted_and_answers_and_gaps_wait_again(
    spool: Spool,
    moment: Moment,
    agent: AgentFacts,
    make_sample: Callable[..., Sample],
    make_answer: Callable[..., Answer],
) -> None:
    gaps = [Gap("boot_ms", GapKind.NO_DATA, {"en": "no systemd", "nl": "geen systemd"})]
    spool.answer(make_answer(), moment)
    spool.set_gaps(gaps)
    spool.add("pressure", [make_sample()], None, moment)
    lost = sealed(spool, agent, moment).id
    spool.add("pressure", [make_sample(2)], None, moment)
    later = replace(moment, utc_ms=moment.utc_ms + 31 * DAY_MS, monotonic_ms=moment.monotonic_ms + 31 * DAY_MS)
    assert spool.tidy(later) == 2
    again = sealed(spool, agent, later).decoded()
    assert again.id != lost
    assert [answer.id for answer in again.answers] == [make_answer().id]
    assert again.dropped == {"pressure_permille": 2}
    assert again.gaps == gaps
    assert again.samples == []


def test_a_clock_that_was_wrong_by_years_makes_no_sample_old(
    spool: Spool, moment: Moment, agent: AgentFacts, make_sample: Callable[..., Sample]
) -> None:
    in_1970 = replace(moment, utc_ms=5_000)
    spool.add("pressure", [make_sample(1, at=5_000)], None, in_1970)
    set_right = replace(moment, monotonic_ms=in_1970.monotonic_ms + 60_000)
    assert spool.tidy(set_right) == 0
    assert sealed(spool, agent, set_right).decoded().samples[0].at == set_right.utc_ms - 60_000


def test_a_batch_that_was_sealed_while_the_clock_was_wrong_is_not_old(
    spool: Spool, moment: Moment, agent: AgentFacts, make_sample: Callable[..., Sample]
) -> None:
    years_behind = replace(moment, utc_ms=moment.utc_ms - 3650 * DAY_MS)
    spool.add("pressure", [make_sample()], None, years_behind)
    assert spool.next_batch(agent, years_behind, -3650 * DAY_MS) is not None
    assert spool.tidy(replace(moment, boot_id="boot-2")) == 0


def test_what_was_sent_is_forgotten_after_thirty_days(
    spool: Spool, moment: Moment, agent: AgentFacts, make_sample: Callable[..., Sample]
) -> None:
    spool.add("pressure", [make_sample()], None, moment)
    spool.acknowledge(sealed(spool, agent, moment).id, moment)
    spool.tidy(replace(moment, utc_ms=moment.utc_ms + 29 * DAY_MS))
    assert len(list(spool.sent(0))) == 1
    spool.tidy(replace(moment, utc_ms=moment.utc_ms + 31 * DAY_MS))
    assert list(spool.sent(0)) == []


def test_what_was_sent_takes_no_more_room_than_the_quota(
    tmp_path: Path, moment: Moment, agent: AgentFacts, make_sample: Callable[..., Sample]
) -> None:
    with Spool(tmp_path, 2_000, moment) as spool:
        for value in range(20):
            spool.add("pressure", [make_sample(value)], None, moment)
            spool.acknowledge(sealed(spool, agent, moment).id, moment)
        spool.tidy(moment)
        kept = [SealedBatch("", body, 1, 0).decoded().samples[0].value for _, body in spool.sent(0)]
    assert 0 < len(kept) < 20
    assert kept == list(range(20 - len(kept), 20))


def test_a_batch_can_be_read_with_nothing_but_the_wire(
    spool: Spool, moment: Moment, agent: AgentFacts, make_sample: Callable[..., Sample]
) -> None:
    spool.add("pressure", [make_sample()], None, moment)
    batch = sealed(spool, agent, moment).decoded()
    assert msgspec.json.decode(msgspec.json.encode(batch), type=Batch) == batch
    assert (batch.utc_offset_minutes, batch.boot_id, batch.month) == (120, "boot-1", moment.month)


def test_answers_go_before_what_was_sealed_without_them(
    spool: Spool,
    moment: Moment,
    agent: AgentFacts,
    make_sample: Callable[..., Sample],
    make_answer: Callable[..., Answer],
) -> None:
    spool.add("pressure", [make_sample()], None, moment)
    samples = sealed(spool, agent, moment)
    spool.answer(make_answer(), moment)
    first = sealed(spool, agent, moment)
    assert (first.answers, first.samples) == (1, 0)
    assert sealed(spool, agent, moment) == first
    spool.acknowledge(first.id, moment)
    assert sealed(spool, agent, moment) == samples


def test_answers_can_be_sealed_alone_and_the_rest_waits(
    spool: Spool,
    moment: Moment,
    agent: AgentFacts,
    make_sample: Callable[..., Sample],
    make_answer: Callable[..., Answer],
) -> None:
    assert spool.next_answers(agent, moment, None) is None
    spool.add("pressure", [make_sample()], None, moment)
    spool.set_gaps([])
    assert spool.next_answers(agent, moment, None) is None
    spool.answer(make_answer(), moment)
    batch = spool.next_answers(agent, moment, None)
    assert batch is not None
    assert (batch.answers, batch.samples, batch.decoded().gaps) == (1, 0, None)
    assert spool.next_answers(agent, moment, None) == batch
    spool.acknowledge(batch.id, moment)
    assert spool.next_answers(agent, moment, None) is None
    assert (sealed(spool, agent, moment).samples, spool.health().samples) == (1, 0)


def test_how_long_something_waits_is_known(
    spool: Spool, moment: Moment, agent: AgentFacts, make_sample: Callable[..., Sample]
) -> None:
    assert spool.waiting_since() is None
    spool.add("pressure", [make_sample()], None, moment)
    spool.add("pressure", [make_sample()], None, replace(moment, utc_ms=moment.utc_ms + 5))
    assert spool.waiting_since() == moment.utc_ms
    batch = sealed(spool, agent, replace(moment, utc_ms=moment.utc_ms + 9))
    assert spool.waiting_since() == moment.utc_ms + 9 - 7  # a sealed batch is dated by the server's clock
    spool.acknowledge(batch.id, moment)
    assert spool.waiting_since() is None
