"""The samples that a round of a target becomes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import NoData
from barometer_agent.samplers.network_quality import (
    CONNECTS,
    LOST_AFTER_US,
    jitter_us,
    lost,
)
from barometer_agent.sources.network import Connect, Round
from barometer_shared.metrics import METRICS
from barometer_shared.protocol import Target
from tests.agent.samplers.network_quality.rounds import HERE, INTRANET, REFUSED, WELL, run, told


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
