"""The life of a batch."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pytest

from barometer_agent.clock import Moment
from barometer_agent.spool import Spool
from barometer_agent.spool.sealing import SealedBatch, told_boot
from barometer_shared.questions import Answer
from barometer_shared.samples import AgentFacts, Batch, Gap, GapKind, Sample

DAY_MS = 86_400_000
SKEW_MS = 7


@dataclass(frozen=True)
class Outbox:
    """A spool at ``moment``, unless another is named."""

    spool: Spool
    agent: AgentFacts
    moment: Moment

    def add(self, *values: int, moment: Moment | None = None) -> None:
        """Samples with these values, measured now."""
        now = moment or self.moment
        self.spool.add("pressure", [Sample("pressure_permille", value, now.utc_ms) for value in values], None, now)

    def seal(self, moment: Moment | None = None) -> SealedBatch:
        """The batch that goes next."""
        batch = self.spool.next_batch(self.agent, moment or self.moment, SKEW_MS)
        assert batch is not None
        return batch

    def is_empty(self) -> bool:
        return self.spool.next_batch(self.agent, self.moment, SKEW_MS) is None

    def acknowledge(self, batch: SealedBatch) -> None:
        self.spool.acknowledge(batch.id, self.moment)


@pytest.fixture
def outbox(spool: Spool, agent: AgentFacts, moment: Moment) -> Outbox:
    return Outbox(spool, agent, moment)


def later(moment: Moment, days: int) -> Moment:
    return passed(moment, days * DAY_MS)


def passed(moment: Moment, milliseconds: int) -> Moment:
    return replace(moment, utc_ms=moment.utc_ms + milliseconds, monotonic_ms=moment.monotonic_ms + milliseconds)


def test_a_batch_that_was_not_acknowledged_is_the_same_bytes_again(outbox: Outbox, moment: Moment) -> None:
    outbox.add(1)
    first = outbox.seal()
    outbox.add(2)
    assert outbox.seal(replace(moment, utc_ms=moment.utc_ms + 5)) == first
    assert first.decoded().skew_ms == SKEW_MS


def test_what_was_acknowledged_is_never_sent_again_and_stays_readable(outbox: Outbox, moment: Moment) -> None:
    outbox.add(1)
    batch = outbox.seal()
    outbox.acknowledge(batch)
    assert outbox.is_empty()
    assert list(outbox.spool.sent(0)) == [(moment.utc_ms, batch.body, "acknowledged")]
    assert list(outbox.spool.sent(moment.utc_ms + 1)) == []


def test_halving_ends_at_the_poison_item_which_is_kept_aside(outbox: Outbox, moment: Moment) -> None:
    outbox.add(*range(9))
    taken: list[int] = []
    while not outbox.is_empty():
        batch = outbox.seal()
        values = [sample.value for sample in batch.decoded().samples]
        if 4 in values:
            outbox.spool.halve(batch, moment)
        else:
            taken += values
            outbox.acknowledge(batch)
    assert sorted(taken) == [0, 1, 2, 3, 5, 6, 7, 8]
    assert outbox.spool.health().refused == 1


def test_a_refused_batch_is_counted_and_not_sent_again(outbox: Outbox, moment: Moment) -> None:
    outbox.add(1)
    refused = outbox.seal()
    outbox.spool.set_aside(refused.id, "422", moment)
    assert outbox.spool.health().refused == 1
    following = outbox.seal().decoded()
    assert (following.samples, following.dropped) == ([], {"pressure_permille": 1})
    assert (following.parent, following.month) == (refused.id, refused.decoded().month)


def test_of_a_refused_half_is_told_all_that_it_was_a_part_of(outbox: Outbox, moment: Moment) -> None:
    outbox.add(1, 2)
    whole = outbox.seal()
    outbox.spool.halve(whole, moment)
    half = outbox.seal()
    outbox.spool.set_aside(half.id, "422", moment)
    outbox.acknowledge(outbox.seal())
    remains = outbox.seal().decoded()
    assert (remains.parent, remains.ancestors) == (half.id, [whole.id])


def test_what_remains_of_a_refused_batch_is_told_by_the_next_one_when_it_is_refused_too(
    outbox: Outbox, moment: Moment
) -> None:
    outbox.add(1)
    for _ in range(2):
        outbox.spool.set_aside(outbox.seal().id, "422", moment)
    following = outbox.seal().decoded()
    assert (following.parent, following.dropped) == (None, {"pressure_permille": 1})


def test_after_thirty_days_samples_are_counted_and_answers_and_gaps_wait_again(
    outbox: Outbox, moment: Moment, make_answer: Callable[..., Answer]
) -> None:
    gaps = [Gap("boot_ms", GapKind.NO_DATA, {"en": "no systemd", "nl": "geen systemd"})]
    outbox.spool.answer(make_answer(), moment)
    outbox.spool.set_gaps(gaps)
    outbox.add(1)
    lost = outbox.seal().id
    outbox.add(2)
    a_month_later = later(moment, 31)
    assert outbox.spool.tidy(a_month_later) == 2
    again = outbox.seal(a_month_later)
    outbox.acknowledge(again)
    remains = outbox.seal(a_month_later).decoded()
    assert [answer.id for answer in again.decoded().answers] == [make_answer().id]
    assert again.decoded().gaps == gaps
    assert (again.decoded().samples, again.decoded().dropped) == ([], {"pressure_permille": 1})
    assert (remains.parent, remains.dropped) == (lost, {"pressure_permille": 1})


def test_a_clock_that_was_wrong_by_years_makes_no_sample_old(outbox: Outbox, moment: Moment) -> None:
    in_1970 = replace(moment, utc_ms=5_000)
    outbox.add(1, moment=in_1970)
    set_right = replace(moment, monotonic_ms=in_1970.monotonic_ms + 60_000)
    assert outbox.spool.tidy(set_right) == 0
    assert outbox.seal(set_right).decoded().samples[0].at == set_right.utc_ms - 60_000


def test_a_batch_that_was_sealed_while_the_clock_was_wrong_is_not_old(outbox: Outbox, moment: Moment) -> None:
    years_behind = replace(moment, utc_ms=moment.utc_ms - 3650 * DAY_MS)
    outbox.add(1, moment=years_behind)
    assert outbox.spool.next_batch(outbox.agent, years_behind, -3650 * DAY_MS) is not None
    assert outbox.spool.tidy(replace(moment, boot_id="boot-2")) == 0


def test_what_was_sent_is_forgotten_after_thirty_days(outbox: Outbox, moment: Moment) -> None:
    outbox.add(1)
    outbox.acknowledge(outbox.seal())
    outbox.spool.tidy(later(moment, 29))
    assert len(list(outbox.spool.sent(0))) == 1
    outbox.spool.tidy(later(moment, 31))
    assert list(outbox.spool.sent(0)) == []


@pytest.mark.parametrize("is_trusted", [True, False])
def test_what_was_sent_takes_no_more_room_than_the_quota_whatever_the_clock_says(
    tmp_path: Path, moment: Moment, agent: AgentFacts, is_trusted: bool
) -> None:
    with Spool(tmp_path, 2_000, moment) as spool:
        outbox = Outbox(spool, agent, moment)
        for value in range(20):
            outbox.add(value)
            outbox.acknowledge(outbox.seal())
        spool.tidy(moment) if is_trusted else spool.make_room()
        kept = [SealedBatch("", sent.body, 1, 0).decoded().samples[0].value for sent in spool.sent(0)]
    assert 0 < len(kept) < 20
    assert kept == list(range(20 - len(kept), 20))


def test_a_batch_can_be_read_with_nothing_but_the_wire(outbox: Outbox, moment: Moment) -> None:
    outbox.add(1)
    batch = outbox.seal().decoded()
    assert msgspec.json.decode(msgspec.json.encode(batch), type=Batch) == batch
    assert (batch.utc_offset_minutes, batch.boot_id, batch.month) == (120, told_boot("boot-1"), moment.month)


def test_answers_go_before_what_was_sealed_without_them(
    outbox: Outbox, moment: Moment, make_answer: Callable[..., Answer]
) -> None:
    outbox.add(1)
    samples = outbox.seal()
    outbox.spool.answer(make_answer(), moment)
    first = outbox.seal()
    assert (first.answers, first.samples) == (1, 0)
    assert outbox.seal() == first
    outbox.acknowledge(first)
    assert outbox.seal() == samples


def test_answers_can_be_sealed_alone_and_the_rest_waits(
    outbox: Outbox, moment: Moment, make_answer: Callable[..., Answer]
) -> None:
    def answers() -> SealedBatch | None:
        return outbox.spool.next_answers(outbox.agent, moment, None)

    assert answers() is None
    outbox.add(1)
    outbox.spool.set_gaps([])
    assert answers() is None
    outbox.spool.answer(make_answer(), moment)
    batch = answers()
    assert batch is not None
    assert (batch.answers, batch.samples, batch.decoded().gaps) == (1, 0, None)
    assert answers() == batch
    outbox.acknowledge(batch)
    assert answers() is None
    assert (outbox.seal().samples, outbox.spool.health().samples) == (1, 0)


def test_how_long_something_waits_is_known(outbox: Outbox, moment: Moment) -> None:
    spool = outbox.spool
    assert spool.waiting_ms(moment, SKEW_MS) is None
    outbox.add(1)
    outbox.add(1, moment=passed(moment, 5))
    assert spool.waiting_ms(passed(moment, 9), SKEW_MS) == 9
    batch = outbox.seal(passed(moment, 9))
    assert spool.waiting_ms(passed(moment, 29), SKEW_MS) == 20
    outbox.acknowledge(batch)
    assert spool.waiting_ms(moment, SKEW_MS) is None


def test_a_clock_that_is_days_ahead_does_not_make_what_was_just_sealed_old(outbox: Outbox, moment: Moment) -> None:
    ahead_ms = 3 * DAY_MS
    ahead = replace(moment, utc_ms=moment.utc_ms + ahead_ms)
    outbox.add(1, moment=ahead)
    assert outbox.spool.next_batch(outbox.agent, ahead, ahead_ms) is not None
    assert outbox.spool.waiting_ms(passed(ahead, 7), ahead_ms) == 7


def test_setting_the_clock_makes_nothing_old_that_waits_since_the_start(outbox: Outbox, moment: Moment) -> None:
    outbox.add(1)
    set_forward = replace(passed(moment, 7), utc_ms=moment.utc_ms + 9 * DAY_MS)
    assert outbox.spool.waiting_ms(set_forward, None) == 7
    assert outbox.spool.waiting_ms(replace(set_forward, boot_id="boot-2"), None) == 9 * DAY_MS


def test_answers_of_a_refused_batch_wait_again_and_its_samples_do_not(
    outbox: Outbox, moment: Moment, make_answer: Callable[..., Answer]
) -> None:
    outbox.spool.answer(make_answer(), moment)
    outbox.add(1)
    outbox.spool.set_aside(outbox.seal().id, "422", moment)
    assert outbox.spool.health().answers == 1
    alone = outbox.seal().decoded()
    assert ([answer.id for answer in alone.answers], alone.samples) == ([make_answer().id], [])
    assert (alone.parent, alone.dropped, alone.utc_offset_minutes) == (None, {}, moment.utc_offset_minutes)


def test_an_answer_that_was_refused_goes_alone_and_costs_nobody_else_anything(
    outbox: Outbox, moment: Moment, make_answer: Callable[..., Answer]
) -> None:
    for number in range(3):
        outbox.spool.answer(make_answer(number), moment)
    outbox.spool.set_aside(outbox.seal().id, "422", moment)
    outbox.spool.answer(make_answer(9), moment)
    outbox.add(1)
    arrived, values = [], []
    while not outbox.is_empty():
        batch = outbox.seal()
        answers = [answer.id for answer in batch.decoded().answers]
        if answers == [make_answer(0).id]:
            outbox.spool.set_aside(batch.id, "422", moment)
            continue
        arrived += answers
        values += [sample.value for sample in batch.decoded().samples]
        outbox.acknowledge(batch)
    assert values == [1]
    assert sorted(arrived) == [make_answer(number).id for number in (1, 2, 9)]
    health = outbox.spool.health()
    assert (health.refused, health.lost_answers, health.lost, health.answers) == (2, 1, 0, 0)


def test_an_answer_that_is_refused_twice_is_lost_and_said_to_be(
    outbox: Outbox, moment: Moment, make_answer: Callable[..., Answer], caplog: pytest.LogCaptureFixture
) -> None:
    outbox.spool.answer(make_answer(), moment)
    for _ in range(2):
        assert "answers_lost" not in caplog.text
        outbox.spool.set_aside(outbox.seal().id, "422", moment)
    assert "answers_lost" in caplog.text
    assert outbox.is_empty()
    assert [sent.outcome for sent in outbox.spool.sent(0)] == ["refused", "lost"]


def test_what_the_disk_has_damaged_is_not_said_to_be_sent(outbox: Outbox, moment: Moment) -> None:
    outbox.add(1)
    outbox.seal()
    outbox.spool._change(lambda connection: connection.execute("UPDATE batch SET body = x'00'").rowcount)
    assert outbox.is_empty()
    assert (outbox.spool.health().refused, list(outbox.spool.sent(0))) == (1, [])


def test_of_what_was_refused_the_latest_is_kept_and_lost_answers_stay_counted(
    outbox: Outbox, moment: Moment, make_answer: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("barometer_agent.spool.outbox.KEPT_REFUSED", 2)
    outbox.spool.answer(make_answer(), moment)
    for _ in range(2):
        outbox.spool.set_aside(outbox.seal().id, "422", moment)
    for value in range(5):
        outbox.add(value)
        outbox.spool.set_aside(outbox.seal().id, "422", moment)
    outbox.spool.tidy(moment)
    assert [sent.outcome for sent in outbox.spool.sent(0)] == ["lost", "refused", "refused"]
    assert outbox.spool.health().lost_answers == 1
