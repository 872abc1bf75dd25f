"""Which days of the simulated fleet are still to be sent."""

from barometer_collector.demo.fleet import days_to_send
from barometer_collector.demo.memory import Memory

_TODAY = 20_500


def test_a_new_fleet_gets_a_month() -> None:
    assert days_to_send(Memory(), 50, _TODAY) == 30


def test_without_a_fleet_nothing_is_sent() -> None:
    assert days_to_send(Memory(), 0, _TODAY) == 0


def test_another_start_on_the_same_day_sends_nothing() -> None:
    assert days_to_send(Memory(fleet=50, simulated_until=_TODAY - 1), 50, _TODAY) == 0


def test_a_start_some_days_later_sends_those_days() -> None:
    assert days_to_send(Memory(fleet=50, simulated_until=_TODAY - 4), 50, _TODAY) == 3


def test_a_larger_fleet_gets_its_month_too() -> None:
    assert days_to_send(Memory(fleet=50, simulated_until=_TODAY - 1), 60, _TODAY) == 30
