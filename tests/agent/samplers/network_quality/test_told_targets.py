"""Targets that the collector names and may not."""

import pytest

from barometer_agent.sampler import Context, NoData
from barometer_agent.samplers import network_quality
from barometer_agent.sources.network import FORBIDDEN, Round
from barometer_agent.sources.told_targets import ToldTarget
from tests.agent.samplers.network_quality.rounds import INTRANET, NOW, WELL, run, unseen


def told_by_collector(name: str, url: str = "https://intranet.example.org/") -> ToldTarget:
    return ToldTarget(name, url)


def test_a_target_that_the_collector_may_not_name_is_a_gap_and_not_asked_for() -> None:
    asked: list[tuple[str, int]] = []
    samples, context = run(WELL, INTRANET, told_by_collector("probe", "http://169.254.169.254/?x"), asked=asked)
    assert asked == [("intranet", 5)]
    assert {sample.subject for sample in samples} == {"intranet"}
    [gap] = context.gaps
    assert gap.metric == "connects_attempted"
    assert "are not visited: 1. None may be the laptop itself" in gap.reason["en"]


def test_a_name_that_leads_to_the_laptop_itself_is_a_gap_until_it_leads_elsewhere() -> None:
    found = {"intranet": WELL, "probe": Round(failure=FORBIDDEN)}
    sampler = network_quality.create(None, lambda target, _: found[target.name], lambda: True, unseen)
    targets = (INTRANET, told_by_collector("probe"))

    def gaps(runs: int) -> list[str]:
        told = []
        for _ in range(runs):
            context = Context(NOW, targets)
            samples = list(sampler.sample(context))
            assert {sample.subject for sample in samples} <= {"intranet", "probe"}
            told = [gap.metric for gap in context.gaps]
        return told

    assert gaps(1) == ["connects_attempted"]
    assert gaps(1) == ["connects_attempted"]  # also in a run in which it has no turn
    found["probe"] = WELL
    assert gaps(network_quality.RUNS_PER_TURN) == []


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "https://intranet.example.org/"])
def test_where_the_collector_names_no_other_targets_there_is_no_data(url: str) -> None:
    with pytest.raises(NoData, match="are not visited: 1"):
        run(Round(failure=FORBIDDEN), told_by_collector("probe", url))
