"""One run of a fleet at work against a real collector, in a faster time."""

import pytest

from barometer_collector.simulation.live.asking import AskingError
from barometer_collector.simulation.live.outcome import State
from barometer_collector.simulation.live.play import Way, play
from barometer_collector.simulation.live.scenario import Outage, Scenario, Storm
from tests.collector.simulation.live.conftest import Door
from tests.collector.simulation.live.small import live_fleet

HARD = Scenario(outages=(Outage(begins=5, minutes=10),), storm=Storm(batches=2, within_seconds=60))


def test_a_day_with_an_outage_and_a_storm_arrives_whole(door: Door) -> None:
    writer, keys = live_fleet(door.url, door.enrolment_token, laptops=5, minutes=30, scenario=HARD)
    played = play(writer, keys, Way(door.url, connections=3), speed=900.0, seconds=60.0)
    assert played.outcome.count(State.ACKNOWLEDGED) == len(writer.arrivals)
    assert dict(played.outcome.statuses) == {202: len(writer.arrivals)}
    assert played.audit is None
    assert played.cpu_seconds > 0
    assert 1 <= played.opened <= 3


def test_the_same_fleet_may_send_it_all_again(door: Door) -> None:
    writer, keys = live_fleet(door.url, door.enrolment_token, laptops=3, minutes=10)
    first, second = (play(writer, keys, Way(door.url), speed=600.0, seconds=60.0) for _ in range(2))
    assert first.outcome.count(State.ACKNOWLEDGED) == second.outcome.count(State.ACKNOWLEDGED) == len(writer.arrivals)


def test_a_token_that_does_not_work_is_told_before_anything_is_sent(door: Door) -> None:
    writer, keys = live_fleet(door.url, door.enrolment_token, laptops=1, minutes=5)
    with pytest.raises(AskingError, match="--api-token"):
        play(writer, keys, Way(door.url, "bt_wrong"), speed=600.0, seconds=60.0)
