"""The line to the targets."""

from barometer_collector.scoring.components.network import measure
from barometer_collector.scoring.model import load
from tests.collector.scoring.fleets import counted, facts

RULES = {rule.metric: rule for rule in load().rules()}


def test_no_answer_while_the_line_is_up_is_the_floor() -> None:
    known = facts(1, counted={"tcp_connect_us": counted("tcp_connect_us", [(0, "mail", [], 7)])})
    assert measure(RULES["tcp_connect_us"], known, load().limits).points.tolist() == [0]


def test_loss_is_scored_as_a_share_of_the_attempts() -> None:
    tables = {
        "connects_attempted": counted("connects_attempted", [(0, "mail", [50] * 4, 0)]),
        "connects_lost": counted("connects_lost", [(0, "mail", [20], 0)]),
    }
    assert measure(RULES["connects_lost"], facts(1, counted=tables), load().limits).points.tolist() == [45]
