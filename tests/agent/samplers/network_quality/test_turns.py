"""When a target has its turn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import Context, NoData
from barometer_agent.samplers import network_quality
from barometer_agent.samplers.network_quality import (
    RUNS_PER_TURN,
)
from barometer_shared.protocol import Target
from tests.agent.samplers.network_quality.rounds import INTRANET, NOW, WELL, unseen


@given(st.integers(1, 20))
def test_after_the_first_run_every_target_has_one_turn_and_never_two_at_once(count: int) -> None:
    targets = tuple(Target(f"target {number}", "https://intranet.example.org/") for number in range(count))
    sampler = network_quality.create(measure=lambda *_: WELL, link_is_up=lambda: True, read_connection=unseen)
    first, *later = [
        sorted({sample.subject for sample in sampler.sample(Context(NOW, targets))})
        for _ in range(1 + max(RUNS_PER_TURN, count))
    ]
    assert len(first) == count
    assert max(map(len, later)) == 1
    assert sorted(name for turn in later for name in turn) == first


def test_the_first_run_of_all_targets_waits_for_a_network() -> None:
    up = False
    targets = (INTRANET, Target("mail", "https://mail.example.org/"))
    sampler = network_quality.create(measure=lambda *_: WELL, link_is_up=lambda: up, read_connection=unseen)
    for _ in range(3):
        with pytest.raises(NoData, match="not connected to any network"):
            sampler.sample(Context(NOW, targets))
    up = True
    assert {sample.subject for sample in sampler.sample(Context(NOW, targets))} == {"intranet", "mail"}


def test_the_link_is_looked_at_when_a_target_has_its_turn_and_each_time_once_it_is_down() -> None:
    links = iter((True, False, False, True))
    sampler = network_quality.create(measure=lambda *_: WELL, link_is_up=lambda: next(links), read_connection=unseen)
    assert sampler.sample(Context(NOW, (INTRANET,)))
    for _ in range(RUNS_PER_TURN - 1):
        assert sampler.sample(Context(NOW, (INTRANET,))) == []
    for _ in range(2):
        with pytest.raises(NoData, match="not connected to any network"):
            sampler.sample(Context(NOW, (INTRANET,)))
    assert sampler.sample(Context(NOW, (INTRANET,)))
    assert next(links, None) is None
