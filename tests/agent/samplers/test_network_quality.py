from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import Context, NoData, Reason
from barometer_agent.samplers import network_quality
from barometer_agent.samplers.network_quality import (
    CONNECTS,
    LOST_AFTER_US,
    RUNS_PER_TURN,
    jitter_us,
    link_labels,
    lost,
)
from barometer_agent.sources.connection import Connection
from barometer_agent.sources.network import FORBIDDEN, Connect, Round
from barometer_agent.sources.told_targets import ToldTarget
from barometer_shared.metrics import METRICS
from barometer_shared.protocol import Target
from barometer_shared.samples import Sample

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
INTRANET = Target("intranet", "https://intranet.example.org/")
HERE = Target("collector", "http://127.0.0.1:8600/")
WELL = Round(
    connects=tuple(map(Connect, (20_000, 22_000, 21_000, 25_000, 21_000))),
    dns_us=3_000,
    tls_us=40_000,
    first_byte_us=180_000,
    family="ipv4",
)
REFUSED = Round(connects=(Connect(100, "refused"),) * 5, dns_us=3_000, failure="refused", family="ipv4")


def run(
    found: Round, *targets: Target, link_is_up: bool = True, asked: list[tuple[str, int]] | None = None
) -> tuple[list[Sample], Context]:
    def measure(target: Target, connects: int) -> Round:
        if asked is not None:
            asked.append((target.name, connects))
        return found

    context = Context(NOW, targets)
    sampler = network_quality.create(measure=measure, link_is_up=lambda: link_is_up, read_connection=unseen)
    return list(sampler.sample(context)), context


def unseen() -> Connection:
    raise NoData(Reason("not to be seen here", "hier niet te zien"))


def told(found: Round, target: Target = INTRANET) -> dict[str, tuple[int, bool, dict[str, str]]]:
    samples, _ = run(found, target)
    return {sample.metric: (sample.value, sample.failed, sample.labels) for sample in samples}


def test_a_good_round_is_seven_samples_of_its_target() -> None:
    assert told(WELL) == {
        "dns_us": (3_000, False, {}),
        "tcp_connect_us": (21_000, False, {"family": "ipv4"}),
        "tls_handshake_us": (40_000, False, {}),
        "time_to_first_byte_us": (180_000, False, {"family": "ipv4"}),
        "jitter_us": (2_750, False, {}),
        "connects_attempted": (5, False, {}),
        "connects_lost": (0, False, {}),
    }
    samples, _ = run(WELL, INTRANET)
    assert {(sample.subject, sample.at) for sample in samples} == {("intranet", 1_795_262_400_000)}


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


def test_a_target_that_gives_no_answer_is_a_failure_with_its_reason() -> None:
    assert told(REFUSED) == {
        "dns_us": (3_000, False, {}),
        "tcp_connect_us": (0, True, {"reason": "refused"}),
        "time_to_first_byte_us": (0, True, {"reason": "refused"}),
        "connects_attempted": (5, False, {}),
        "connects_lost": (5, False, {}),
    }


def test_a_name_that_is_not_found_counts_as_one_lost_try() -> None:
    assert told(Round(failure="dns")) == {
        "dns_us": (0, True, {"reason": "dns"}),
        "tcp_connect_us": (0, True, {"reason": "dns"}),
        "time_to_first_byte_us": (0, True, {"reason": "dns"}),
        "connects_attempted": (1, False, {}),
        "connects_lost": (1, False, {}),
    }


def test_an_untrusted_certificate_fails_the_answer_and_not_the_way_to_it() -> None:
    found = told(Round(connects=WELL.connects, dns_us=3_000, failure="certificate", family="ipv4"))
    assert found["tls_handshake_us"] == (0, True, {"reason": "certificate"})
    assert found["time_to_first_byte_us"] == (0, True, {"reason": "certificate"})
    assert found["tcp_connect_us"][1] is False
    assert found["connects_lost"] == (0, False, {})


def test_a_first_connect_that_was_lost_is_no_tls_failure() -> None:
    found = told(Round(connects=(Connect(100, "timeout"), *WELL.connects[1:]), dns_us=3_000, failure="timeout"))
    assert "tls_handshake_us" not in found
    assert found["connects_lost"] == (1, False, {})
    assert found["tcp_connect_us"][0] == 21_500


def test_a_fall_back_is_told() -> None:
    found = told(Round(connects=WELL.connects, first_byte_us=9, family="ipv4", fell_back_from="ipv6"), HERE)
    assert found["time_to_first_byte_us"][2] == {"family": "ipv4", "fell_back_from": "ipv6"}


def test_a_connect_far_slower_than_the_others_counts_as_lost() -> None:
    median_us = 22_000  # of the four and the slow one
    assert lost((*WELL.connects[:4], Connect(median_us + LOST_AFTER_US + 1))) == 1
    assert lost((*WELL.connects[:4], Connect(median_us + LOST_AFTER_US))) == 0


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


def test_this_machine_itself_needs_no_link() -> None:
    asked: list[tuple[str, int]] = []
    run(WELL, INTRANET, HERE, link_is_up=False, asked=asked)
    assert asked == [("collector", CONNECTS)]


def test_without_targets_there_is_no_data() -> None:
    with pytest.raises(NoData, match="no usable target is configured"):
        run(WELL)


def test_a_target_that_leads_nowhere_does_not_stop_the_others() -> None:
    asked: list[tuple[str, int]] = []
    run(WELL, Target("typing error", "https://intranet:99999/"), INTRANET, asked=asked)
    assert asked == [("intranet", CONNECTS)]


def test_what_no_target_needs_is_not_applicable() -> None:
    _, context = run(WELL, HERE)
    assert [gap.metric for gap in context.gaps] == ["tls_handshake_us", "dns_us"]
    _, context = run(WELL, HERE, INTRANET)
    assert context.gaps == []


CONNECTS_US = st.lists(st.integers(0, 5_000_000), min_size=2, max_size=10)


@given(CONNECTS_US, st.integers(0, 10**6))
def test_jitter_knows_differences_alone(connects_us: list[int], later: int) -> None:
    assert jitter_us([us + later for us in connects_us]) == jitter_us(connects_us)
    assert jitter_us(connects_us[::-1]) == jitter_us(connects_us)
    assert 0 <= jitter_us(connects_us) <= max(connects_us) - min(connects_us)


@given(st.integers(0, 10**6), st.integers(2, 10))
def test_a_steady_line_has_no_jitter(us: int, times: int) -> None:
    assert jitter_us([us] * times) == 0


TRIES = st.lists(st.builds(Connect, st.integers(0, 5_000_000), st.sampled_from(["", "timeout", "refused"])), max_size=9)


@given(TRIES)
def test_never_more_is_lost_than_was_tried(connects: list[Connect]) -> None:
    failed = sum(1 for connect in connects if connect.failure)
    assert failed <= lost(connects) <= max(1, len(connects))


@given(TRIES, st.sampled_from(["", "dns", "timeout"]), st.none() | st.integers(0, 10**7))
def test_whatever_happened_the_samples_are_believable(
    connects: list[Connect], failure: str, first_byte_us: int | None
) -> None:
    samples, _ = run(Round(tuple(connects), failure=failure, first_byte_us=first_byte_us), INTRANET)
    assert {"tcp_connect_us", "time_to_first_byte_us", "connects_attempted", "connects_lost"} <= {
        sample.metric for sample in samples
    }
    for sample in samples:
        row = METRICS[sample.metric]
        assert row.minimum <= sample.value <= row.maximum
        assert sample.value == 0 or not sample.failed
        assert bool(sample.labels.get("reason")) == sample.failed


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


def test_a_link_that_goes_down_between_the_connects_is_not_the_targets_loss() -> None:
    halfway = Round((Connect(20_000), Connect(90, "unreachable")), 3_000, 40_000, 180_000, family="ipv4")
    answers = iter([True, False])
    sampler = network_quality.create(
        measure=lambda *_: halfway, link_is_up=lambda: next(answers), read_connection=unseen
    )
    with pytest.raises(NoData, match="not connected to any network"):
        sampler.sample(Context(NOW, (INTRANET,)))


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


def test_what_was_measured_through_a_proxy_says_so_everywhere() -> None:
    for found in (WELL, REFUSED, Round(failure="dns")):
        labels = [labels for _, _, labels in told(replace(found, through_proxy=True)).values()]
        assert {each.get("via") for each in labels} == {"proxy"}


def test_where_the_proxy_led_no_further_no_tls_was_tried() -> None:
    refused = Round((Connect(20_000),), failure="proxy", through_proxy=True, led=False)
    assert "tls_handshake_us" not in told(refused)
    assert told(refused)["time_to_first_byte_us"] == (0, True, {"reason": "proxy", "via": "proxy"})


def test_names_that_the_proxy_looks_up_are_a_gap_also_between_the_turns() -> None:
    found = [replace(WELL, dns_us=None, through_proxy=True)]
    sampler = network_quality.create(None, lambda *_: found[0], lambda: True, unseen)

    def gaps() -> list[str]:
        context = Context(NOW, (INTRANET,))
        list(sampler.sample(context))
        return [gap.reason["en"] for gap in context.gaps]

    assert gaps() == gaps() == ["the proxy looks up the names of the targets"]
    found[0] = WELL
    assert [gaps() for _ in range(RUNS_PER_TURN)][-1] == []
