"""When each laptop sends which batch."""

from dataclasses import replace

import numpy as np
import pytest

from barometer_collector.simulation.live.arrivals import (
    BOOT,
    CRASH,
    HOURLY,
    MOST_ROUNDS,
    Arrivals,
    Pace,
    id_bits,
    plan,
    sealed_ms,
)
from barometer_collector.simulation.live.population import SITES, populate
from barometer_collector.simulation.live.scenario import Driver, Outage, Scenario, SlowVpn, Storm
from tests.collector.simulation.live.small import START_MS

FLEET = populate(2000, 1)
HOUR = Pace(START_MS, 3600, 300)


def rounds_of(arrivals: Arrivals) -> list[tuple[int, int]]:
    """Each round of measuring of each laptop, as often as it is in a batch."""
    rows = zip(arrivals.device.tolist(), arrivals.first.tolist(), arrivals.rounds.tolist(), strict=True)
    return [(device, first + number) for device, first, rounds in rows for number in range(rounds)]


def test_the_same_seed_gives_the_same_plan() -> None:
    one, again = plan(FLEET, HOUR, Scenario()), plan(populate(2000, 1), HOUR, Scenario())
    assert all((getattr(one, name) == getattr(again, name)).all() for name in vars(one))


def test_batches_come_at_a_steady_rate_and_in_order() -> None:
    arrivals = plan(FLEET, HOUR, Scenario())
    assert (np.diff(arrivals.at_ms) >= 0).all()
    each_minute = np.bincount(arrivals.at_ms // 60_000, minlength=60)
    assert len(each_minute) == 60
    assert abs(each_minute - 400).max() < 80


def test_each_laptop_sends_at_its_interval_and_nothing_twice() -> None:
    arrivals = plan(FLEET, HOUR, Scenario())
    mine = arrivals.at_ms[arrivals.device == 17]
    assert 11 <= len(mine) <= 13
    assert (np.abs(np.diff(mine) - 300_000) <= 30_000).all()
    measured = rounds_of(arrivals)
    assert len(measured) == len(set(measured))


@pytest.mark.parametrize(("interval", "rounds", "samples"), [(60, 1, 26), (300, 1, 26), (900, 3, 78), (3600, 12, 312)])
def test_a_slower_pace_has_larger_batches(interval: int, rounds: int, samples: int) -> None:
    arrivals = plan(FLEET, Pace(START_MS, 3600, interval), Scenario())
    assert set(arrivals.rounds.tolist()) == {rounds}
    assert arrivals.samples()[arrivals.extras == 0].tolist() == [samples] * np.count_nonzero(arrivals.extras == 0)
    assert arrivals.samples().min() >= samples


def test_a_batch_is_sealed_before_it_is_due() -> None:
    arrivals = plan(FLEET, HOUR, Scenario())
    ended = sealed_ms(FLEET, HOUR, arrivals.device, arrivals.first + arrivals.rounds - 1) - START_MS
    assert ((arrivals.at_ms - ended >= 0) & (arrivals.at_ms - ended <= 30_000)).all()


def test_ids_differ_by_laptop_round_start_and_seed() -> None:
    def ids(seed: int, pace: Pace) -> set[tuple[int, int]]:
        device, first = np.repeat(np.arange(100), 20), np.tile(np.arange(-10, 10), 100)
        return set(zip(*(half.tolist() for half in id_bits(seed, pace, device, first)), strict=True))

    assert len(ids(1, HOUR) | ids(2, HOUR) | ids(1, replace(HOUR, start_ms=START_MS + 1))) == 6000
    assert ids(1, HOUR) == ids(1, HOUR)


def test_people_work_at_their_own_hours() -> None:
    day = Pace(START_MS - 9 * 3_600_000, 86_400, 3600)
    arrivals = plan(FLEET, day, Scenario(hours="working"))
    hours = {
        name: arrivals.at_ms[FLEET.site[arrivals.device] == place] / 3_600_000 for place, (name, *_) in enumerate(SITES)
    }
    assert 6 < hours["Utrecht"].min() < hours["Utrecht"].max() < 18
    assert 12 < hours["New York"].min() < hours["New York"].max() < 24
    weekend = replace(day, start_ms=day.start_ms - 2 * 86_400_000, seconds=36_000)
    assert len(plan(populate(200, 1), weekend, Scenario(hours="working"))) == 0


def test_an_outage_silences_a_site_and_what_was_kept_comes_after_it() -> None:
    outage = Outage(site="Utrecht", begins=10, minutes=20)
    calm, arrivals = plan(FLEET, HOUR, Scenario()), plan(FLEET, HOUR, Scenario(outages=(outage,)))
    away = FLEET.site == 0
    during = (arrivals.at_ms >= 600_000) & (arrivals.at_ms < 1_800_000)
    assert not away[arrivals.device[during]].any()
    assert away[arrivals.device[arrivals.waited]].all()
    assert arrivals.at_ms[arrivals.waited].min() >= 1_800_000
    assert sorted(rounds_of(arrivals)) == sorted(rounds_of(calm))  # nothing is lost and nothing told twice


def test_what_was_kept_travels_as_agents_seal_it() -> None:
    arrivals = plan(FLEET, HOUR, Scenario(outages=(Outage(begins=5, minutes=30),)))
    mine = np.flatnonzero(arrivals.waited & (arrivals.device == 5))
    assert arrivals.rounds[mine[0]] == 1  # the one that was tried
    assert len(mine) == 2
    assert arrivals.rounds[mine[1]] > 4
    long = plan(populate(20, 1), Pace(START_MS, 86_400, 300), Scenario(outages=(Outage(begins=1, minutes=1200),)))
    assert long.rounds.max() == MOST_ROUNDS


def test_an_outage_without_anybody_away_changes_nothing() -> None:
    calm, odd = plan(FLEET, HOUR, Scenario()), plan(FLEET, HOUR, Scenario(outages=(Outage(begins=90, minutes=5),)))
    assert rounds_of(calm) == rounds_of(odd)


def test_a_storm_brings_everything_that_waited_and_the_rest_goes_on() -> None:
    arrivals = plan(FLEET, HOUR, Scenario(storm=Storm(batches=4, within_seconds=60)))
    assert np.count_nonzero(arrivals.waited) == 4 * FLEET.count
    assert arrivals.at_ms[arrivals.waited].max() <= 60_000
    measured = rounds_of(arrivals)
    assert len(measured) == len(set(measured))
    alone = plan(FLEET, HOUR, Scenario(storm=Storm(batches=4, steady=False)))
    assert alone.waited.all()


def test_what_waited_of_one_laptop_comes_in_order() -> None:
    arrivals = plan(FLEET, HOUR, Scenario(storm=Storm(batches=4, steady=False)))
    assert (np.diff(arrivals.first[arrivals.device == 3]) == 1).all()


def test_a_bad_driver_crashes_its_model_from_then_on() -> None:
    driver = Driver(model="office", begins=30, crashes_a_day=200)
    arrivals = plan(FLEET, HOUR, Scenario(drivers=(driver,)))
    crashed, late = (arrivals.extras & CRASH) > 0, arrivals.at_ms >= 1_800_000
    hit = FLEET.model[arrivals.device] == 1
    assert crashed[hit & late].mean() > 20 * max(crashed[~hit].mean(), crashed[hit & ~late].mean())


def test_a_slow_vpn_strains_who_uses_it_for_a_while() -> None:
    arrivals = plan(FLEET, HOUR, Scenario(slow_vpn=(SlowVpn(begins=10, minutes=10, times=5),)))
    during = (arrivals.at_ms >= 600_000) & (arrivals.at_ms < 1_200_000)
    assert (arrivals.strain == np.where(during & FLEET.vpn[arrivals.device], 5, 1)).all()


def test_most_laptops_start_once_a_day_and_each_tells_the_rest_hourly() -> None:
    arrivals = plan(FLEET, Pace(START_MS, 86_400, 900), Scenario())
    boots = np.bincount(arrivals.device[(arrivals.extras & BOOT) > 0], minlength=FLEET.count)
    assert set(boots.tolist()) <= {0, 1}
    assert 0.6 < boots.mean() < 0.8
    hourly = np.bincount(arrivals.device[(arrivals.extras & HOURLY) > 0])
    assert 22 < hourly.min() <= hourly.max() <= 25
