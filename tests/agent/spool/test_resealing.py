"""A batch that was refused for its clock goes once more."""

from dataclasses import replace

import msgspec
import pytest

from barometer_agent.clock import Moment, Skew
from barometer_agent.spool import Spool
from barometer_agent.spool.resealing import resealed
from barometer_agent.spool.sealing import halves, told_boot
from barometer_shared.questions import Answer, FacesAnswer
from barometer_shared.samples import AgentFacts, Batch, Sample

DAY_MS = 86_400_000
YEAR_MS = 365 * DAY_MS


@pytest.fixture
def batch(agent: AgentFacts, moment: Moment) -> Batch:
    """Sealed by a clock that was taken to be three years behind."""
    return Batch(
        "a" * 32,
        "2029-09",
        moment.utc_ms,
        60,
        told_boot(moment.boot_id),
        agent,
        -3 * YEAR_MS,
        samples=[Sample("pressure_permille", value, moment.utc_ms) for value in range(4)],
        answers=[Answer("b" * 32, "pulse", FacesAnswer(4), moment.utc_ms, "anna")],
    )


def test_it_has_the_same_content_a_new_id_and_the_clock_of_now(batch: Batch, moment: Moment) -> None:
    again = resealed(batch, moment, 250, None)
    assert again is not None
    content = again.decoded()
    assert (content.month, content.skew_ms, content.parent) == (moment.month, 250, batch.id)
    assert (content.samples, content.answers) == (batch.samples, batch.answers)
    assert again.id != batch.id


def test_neither_it_nor_a_half_of_it_is_sealed_a_third_time(batch: Batch, moment: Moment) -> None:
    again = resealed(batch, moment, 250, None)
    assert again is not None
    for refused in (again, *halves(again.decoded())):
        assert resealed(refused.decoded(), moment, YEAR_MS, None) is None


def test_one_that_would_be_the_same_is_not_sealed_again(batch: Batch, moment: Moment) -> None:
    same = msgspec.structs.replace(batch, month=moment.month, skew_ms=250)
    assert resealed(same, moment, 250, None) is None


def test_one_of_a_bygone_month_may_have_been_taken_and_forgotten(batch: Batch, moment: Moment) -> None:
    old = msgspec.structs.replace(batch, month="2026-01")
    assert resealed(old, replace(moment, boot_id="boot-2"), 250, None) is None
    assert resealed(old, replace(moment, monotonic_ms=31 * DAY_MS), 250, None) is None
    assert resealed(old, moment, 250, None) is not None


def test_what_an_earlier_boot_measured_keeps_the_clock_of_that_boot(batch: Batch, moment: Moment) -> None:
    booted = replace(moment, boot_id="boot-2")
    again = resealed(batch, booted, 250, Skew(9_000, moment))
    assert again is not None
    assert again.decoded().skew_ms == 9_000


def test_the_spool_sends_it_in_place_of_the_other(spool: Spool, agent: AgentFacts, moment: Moment) -> None:
    spool.add("pressure", [Sample("pressure_permille", 5, moment.utc_ms)], None, moment)
    sealed = spool.next_batch(agent, moment, -3 * YEAR_MS)
    assert sealed is not None
    assert spool.reseal(sealed.id, moment, 0)
    again = spool.next_batch(agent, moment, 0)
    assert again is not None
    assert (again.decoded().parent, again.samples) == (sealed.id, 1)
    assert not spool.reseal(again.id, moment, YEAR_MS)
    assert not spool.reseal("unknown", moment, 0)
    health = spool.health()
    assert (health.pending_batches, health.refused) == (1, 0)
