"""How old something is, and what is given up or forgotten for it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from barometer_agent.clock import Moment
from barometer_agent.spool import Spool
from barometer_agent.spool.sealing import SealedBatch
from barometer_shared.questions import Answer
from barometer_shared.samples import AgentFacts, Gap, GapKind
from tests.agent.spool.outbox.box import DAY_MS, SKEW_MS, Outbox, later, passed


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
