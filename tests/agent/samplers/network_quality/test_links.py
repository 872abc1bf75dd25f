"""What was reached over which link, and what is not blamed on a target when there is none."""

import pytest

from barometer_agent.sampler import Context, NoData
from barometer_agent.samplers import network_quality
from barometer_agent.samplers.network_quality import (
    CONNECTS,
    link_labels,
)
from barometer_agent.sources.connection import Connection
from barometer_agent.sources.network import Connect, Round
from tests.agent.samplers.network_quality.rounds import HERE, INTRANET, NOW, REFUSED, WELL, run, unseen


def test_without_a_link_nothing_is_measured_and_nothing_blamed() -> None:
    asked: list[tuple[str, int]] = []
    with pytest.raises(NoData, match="not connected to any network"):
        run(WELL, INTRANET, link_is_up=False, asked=asked)
    assert asked == []


def test_a_link_that_goes_down_meanwhile_is_not_blamed_on_the_targets() -> None:
    link = iter((True, False))
    sampler = network_quality.create(measure=lambda *_: REFUSED, link_is_up=lambda: next(link))
    with pytest.raises(NoData, match="not connected to any network"):
        sampler.sample(Context(NOW, (INTRANET,)))


def test_a_link_that_goes_down_between_the_connects_is_not_the_targets_loss() -> None:
    halfway = Round((Connect(20_000), Connect(90, "unreachable")), 3_000, 40_000, 180_000, family="ipv4")
    answers = iter([True, False])
    sampler = network_quality.create(
        measure=lambda *_: halfway, link_is_up=lambda: next(answers), read_connection=unseen
    )
    with pytest.raises(NoData, match="not connected to any network"):
        sampler.sample(Context(NOW, (INTRANET,)))


def test_this_machine_itself_needs_no_link() -> None:
    asked: list[tuple[str, int]] = []
    run(WELL, INTRANET, HERE, link_is_up=False, asked=asked)
    assert asked == [("collector", CONNECTS)]


@pytest.mark.parametrize(
    ("found", "labels"),
    [
        (Connection("wired", vpn=False), {"link": "wired"}),
        (Connection("wifi", vpn=False, signal_dbm=-60), {"link": "wifi", "signal_dbm": "-60"}),
        (Connection("wifi", vpn=True, signal_dbm=-65), {"link": "vpn", "signal_dbm": "-65"}),
        (Connection("mobile", vpn=False), {"link": "mobile"}),
        (Connection("", vpn=False), {}),
    ],
)
def test_what_was_reached_is_told_with_the_kind_of_link(found: Connection, labels: dict[str, str]) -> None:
    assert link_labels(found) == labels
    sampler = network_quality.create(measure=lambda *_: WELL, link_is_up=lambda: True, read_connection=lambda: found)
    told_of = {sample.metric: sample.labels for sample in sampler.sample(Context(NOW, (INTRANET,)))}
    assert told_of["tcp_connect_us"] == told_of["time_to_first_byte_us"] == {"family": "ipv4", **labels}
    assert told_of["connects_lost"] == {}


def test_a_failure_is_told_with_the_kind_of_link_and_a_target_on_the_laptop_without() -> None:
    wired = Connection("wired", vpn=False)
    sampler = network_quality.create(measure=lambda *_: REFUSED, link_is_up=lambda: True, read_connection=lambda: wired)
    samples = list(sampler.sample(Context(NOW, (INTRANET, HERE))))
    failed = [(sample.subject, sample.labels) for sample in samples if sample.failed and sample.metric[0:3] == "tcp"]
    assert failed == [("intranet", {"reason": "refused", "link": "wired"}), ("collector", {"reason": "refused"})]
