from datetime import UTC, datetime

import pytest

from barometer_agent.sampler import Context
from barometer_agent.samplers import os_reliability
from barometer_agent.sources.records import Records
from barometer_agent.sources.restarts import CRASHES, Restart
from barometer_shared.samples import Sample

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOW_MS = 1_795_262_400_000


def run(*restarts: Restart, cursor: str | None = '{"cursor":"a"}') -> list[Sample]:
    sampler = os_reliability.create(lambda cursor, since_us: Records(restarts, "b"))
    return list(sampler.sample(Context(NOW, cursor=cursor)))


@pytest.mark.parametrize("reason", sorted(CRASHES))
def test_a_system_that_ended_by_itself_crashed(reason: str) -> None:
    assert run(Restart(NOW_MS * 1000, reason)) == [Sample("os_crash", 1, NOW_MS, labels={"reason": reason})]


@pytest.mark.parametrize("reason", ["update", "user", "system", "unknown"])
def test_a_restart_that_somebody_wanted_is_no_crash(reason: str) -> None:
    assert [sample.metric for sample in run(Restart(NOW_MS * 1000, reason))] == ["os_restart"]


def test_the_code_of_a_crash_and_the_first_look_are_told() -> None:
    [sample] = run(Restart(NOW_MS * 1000, "crash", "0x0000007e"), cursor=None)
    assert sample.labels == {"reason": "crash", "code": "0x0000007e", "seen": "first run"}
