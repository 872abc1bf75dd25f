"""What each system can and cannot measure, in words; and what is promised is given."""

from barometer_agent import inventory, platforms
from barometer_agent.sampler import Reason
from barometer_agent.sources import coverage
from barometer_agent.sources.coverage import SYSTEMS, Measured, NotMeasured
from barometer_shared.metrics import METRICS

TOLD_BESIDES = {"agent_restart", "records_lost_seconds"}  # by the guard, and with what a sampler gives
HOW = Measured(Reason("the system's log", "het systeemlogboek"))
ROOT = Measured(Reason("the system's log", "het systeemlogboek"), Reason("root", "rootrechten"))
NEVER = NotMeasured(Reason("nothing records it", "niets legt het vast"))


def test_metrics_that_are_measured_in_the_same_way_share_a_line() -> None:
    first, second, *others = METRICS
    linux = dict.fromkeys(METRICS, NEVER) | {first: HOW, others[0]: HOW}
    windows = dict.fromkeys(METRICS, NEVER) | {first: ROOT, others[0]: ROOT}
    one, rest = platforms.lines("nl", ("linux", "windows"), (linux, windows))
    assert one.metrics == (first, others[0])
    assert one.titles == (METRICS[first].nl.title, METRICS[others[0]].nl.title)
    assert one.told == ("het systeemlogboek", "het systeemlogboek. Nodig: rootrechten")
    assert rest.told == ("niet gemeten: niets legt het vast",) * 2
    assert set(one.metrics + rest.metrics) == set(METRICS)
    assert second in rest.metrics


def test_english_is_told_in_english() -> None:
    [line] = platforms.lines("en", ("macos",), (dict.fromkeys(METRICS, ROOT),))
    assert line.told == ("the system's log. Needs: root",)


def test_what_some_system_measures_is_given_by_a_sampler_and_what_a_sampler_gives_is_measured_somewhere() -> None:
    given = {metric for sampler in inventory.discover() for metric in sampler.about.metrics} | TOLD_BESIDES
    measured = {
        metric for system in SYSTEMS for metric, cell in coverage.cells(system).items() if isinstance(cell, Measured)
    }
    assert measured == given
