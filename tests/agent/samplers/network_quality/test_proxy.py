"""What is measured through a proxy."""

from dataclasses import replace

from barometer_agent.sampler import Context
from barometer_agent.samplers import network_quality
from barometer_agent.samplers.network_quality import (
    RUNS_PER_TURN,
)
from barometer_agent.sources.network import Connect, Round
from tests.agent.samplers.network_quality.rounds import INTRANET, NOW, REFUSED, WELL, told, unseen


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
