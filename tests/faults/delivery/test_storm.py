"""A fleet that comes back after an outage is no storm: smaller than ``benchmarks/storm.py``, and slower to match."""

from dataclasses import replace

import pytest

from tests.benchmarks._storm import Course, Plan, Storm

# A fifth of the fleet, before a collector that takes five times as long for a batch.
SLOW = Plan(agents=20_000, backlog=3, sample_seconds=2.5e-5)


@pytest.fixture(scope="module")
def after() -> Course:
    return Storm(SLOW).run()


@pytest.fixture(scope="module")
def before() -> Course:
    """With a collector that asks nobody to pause and sends whom it refuses back within 20 seconds."""
    unruled = replace(
        SLOW,
        pause=lambda _waited, _waiting: 0,
        retry=lambda draw: round(2 + 18 * draw),
        is_long=lambda _waiting, _seconds: False,
    )
    return Storm(unruled).run()


def test_everybody_hands_in_what_was_kept_and_hardly_later(before: Course, after: Course) -> None:
    assert len(after.ended) == len(before.ended) == SLOW.agents
    assert after.drained(1.0) < before.drained(1.0) * 1.25


def test_nobody_waits_so_long_that_a_batch_is_sent_twice(before: Course, after: Course) -> None:
    assert before.unheard > 1_000
    assert after.unheard == 0
    assert after.waited(1.0) < 10 < before.waited(0.99)


def test_the_peak_is_lower(before: Course, after: Course) -> None:
    assert after.peak < before.peak / 2


def test_a_fleet_within_the_power_of_its_collector_is_never_asked_to_wait() -> None:
    course = Storm(Plan(agents=3_000)).run()
    assert course.refused == 0
    assert course.waited(0.99) < 0.5
    assert course.drained(1.0) < 1_000
