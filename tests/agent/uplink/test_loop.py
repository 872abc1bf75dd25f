"""When to speak with the collector."""

import logging
import queue
from random import Random

import pytest

from barometer_agent.language import speaker
from barometer_agent.spool import SpoolClosedError, SpoolError
from barometer_agent.uplink.cause import told
from barometer_agent.uplink.loop import REVOKED_SECONDS, Pace, Uplink
from barometer_agent.uplink.sender import Done, Outcome
from barometer_agent.uplink.verdict import Later, Unknown
from tests.eventually import eventually


class Script:
    """Outcomes one after another; what is left over is Done."""

    def __init__(self, *outcomes: Outcome | Exception) -> None:
        self._left = list(outcomes)
        self.calls: queue.Queue[None] = queue.Queue()

    def __call__(self) -> Outcome:
        self.calls.put(None)
        outcome = self._left.pop(0) if self._left else Done(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def wait(self, times: int) -> None:
        for _ in range(times):
            self.calls.get(timeout=10)


class Hurry(Pace):
    """Waits hardly at all, whatever happened."""

    def first(self) -> float:
        return 0.0

    def after(self, outcome: Outcome) -> float:
        super().after(outcome)
        return 0.001


def test_the_pace_is_the_interval_with_a_spread() -> None:
    pace = Pace(lambda: 100.0, Random(1))
    waits = [pace.after(Done(1)) for _ in range(200)]
    assert 90 <= min(waits) < 95 < 105 < max(waits) <= 110
    assert all(0 <= pace.first() <= 15 for _ in range(50))


def test_failures_wait_longer_and_a_success_ends_it() -> None:
    pace = Pace(lambda: 10.0, Random(1))
    for _ in range(30):
        assert pace.after(Later("503", 60.0)) >= 60
    assert pace.failures == 30
    assert pace.after(Done(1)) <= 11
    assert pace.failures == 0
    assert pace.after(Unknown("401")) == REVOKED_SECONDS


def test_between_two_batches_of_a_backlog_it_waits_as_the_collector_asks() -> None:
    pace = Pace(lambda: 3600.0, Random(1))
    waits = [pace.after(Done(1, pause_seconds=10.0)) for _ in range(200)]
    assert 5 <= min(waits) < 6 < 14 < max(waits) <= 15
    assert pace.failures == 0  # so that an answer need not wait for its end


def test_an_answer_wakes_the_uplink_at_once() -> None:
    script = Script()
    pace = Pace(lambda: 3600.0, Random(1))
    uplink = Uplink(script, pace)
    uplink.start()
    uplink.wake()
    script.wait(1)
    uplink.wake()
    script.wait(1)
    uplink.stop(5)
    assert uplink.last == Done(0)


def test_waking_does_not_cut_a_back_off_short() -> None:
    pace = Pace(lambda: 3600.0, Random(1))
    pace.failures = 3
    script = Script()
    uplink = Uplink(script, pace)
    uplink.wake()
    assert not uplink._wake.is_set()


def test_each_change_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    script = Script(Later("a"), Later("b"), OSError("disk full"), Done(1), Done(1), Unknown("401"))
    uplink = Uplink(script, Hurry(lambda: 1.0, Random(1)))
    with caplog.at_level(logging.WARNING):
        uplink.start()
        script.wait(7)
        uplink.stop(5)
    events = [record.getMessage().split(" ")[0] for record in caplog.records]
    assert events[:3] == ["uplink_waits", "uplink_works_again", "uplink_stopped"]


def test_a_disk_in_trouble_is_no_fault_of_the_agent() -> None:
    script = Script(SpoolError("spool.failing.full", path="spool.db"))
    uplink = Uplink(script, Pace(lambda: 0.0, Random(1)))
    uplink.start()
    eventually(lambda: uplink.last)
    uplink.stop(5)
    assert uplink.last == Later("disk")
    assert told("disk", speaker("nl")) == "de schijf van deze laptop geeft problemen"


def test_a_closed_spool_ends_the_thread() -> None:
    script = Script(SpoolClosedError("spool.closed", folder="here"))
    uplink = Uplink(script, Hurry(lambda: 1.0, Random(1)))
    uplink.start()
    script.wait(1)
    uplink._thread.join(10)
    assert not uplink._thread.is_alive()
    uplink.stop(1)
