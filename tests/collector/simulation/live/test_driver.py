"""Plays a plan against a collector, in a time that passes only where a test says so."""

import asyncio
from itertools import groupby, pairwise

import numpy as np

from barometer_collector.simulation.live.outcome import State
from barometer_collector.simulation.live.scenario import Scenario, Storm
from tests.collector.simulation.live.small import Played, body_of, driver_of, name_in, writer_of


def test_everything_is_handed_in_when_it_is_due() -> None:
    writer, played = writer_of(20, 30), Played(lambda *_: (0.05, 202, 0))
    outcome = asyncio.run(driver_of(writer, played).run(10_000))
    assert outcome.count(State.ACKNOWLEDGED) == len(writer.arrivals) == len(played.asked)
    assert sorted(name_in(request) for *_, request in played.asked) == sorted(
        writer.names(np.arange(len(writer.arrivals)))
    )
    assert outcome.lateness(~writer.arrivals.waited).most < 0.025
    assert outcome.latency(~writer.arrivals.waited).most < 0.08
    assert played.closed
    assert played.looked > 1000


def test_a_slow_collector_does_not_slow_the_schedule() -> None:
    writer = writer_of(20, 30)
    quick, slow = Played(lambda *_: (0.01, 202, 0)), Played(lambda *_: (100.0, 202, 0))
    asyncio.run(driver_of(writer, quick).run(10_000))
    outcome = asyncio.run(driver_of(writer, slow).run(10_000))
    assert np.allclose([at for at, *_ in quick.asked], [at for at, *_ in slow.asked], atol=0.03)
    assert outcome.latency(~writer.arrivals.waited).p50 > 99


def test_what_had_to_wait_for_its_laptop_counts_from_when_it_was_due() -> None:
    writer = writer_of(1, 60)
    outcome = asyncio.run(driver_of(writer, Played(lambda *_: (400.0, 202, 0))).run(100_000))
    latencies = (outcome.heard - outcome.due).tolist()
    assert len(latencies) >= 11
    assert latencies == sorted(latencies)  # each waits for all before it: nothing of that is omitted
    assert latencies[-1] > 1000


def test_one_laptop_sends_one_batch_at_a_time_and_in_order() -> None:
    writer = writer_of(5, 10, scenario=Scenario(storm=Storm(batches=6, within_seconds=10)))
    played = Played(lambda *_: (2.0, 202, 0))
    asyncio.run(driver_of(writer, played).run(10_000))
    by_laptop = sorted((key, at, body_of(request)["sealed_at"]) for at, key, request in played.asked)
    for _, asked in groupby(by_laptop, key=lambda row: row[0]):
        rows = list(asked)
        assert all(later - earlier >= 2 for (_, earlier, _), (_, later, _) in pairwise(rows))
        assert [sealed for *_, sealed in rows] == sorted(sealed for *_, sealed in rows)


def test_who_is_sent_away_comes_back_with_the_same_bytes_and_not_too_soon() -> None:
    writer = writer_of(1, 4)
    played = Played(lambda now, _key, number: (0.1, 503, 30) if number < 3 else (0.1, 202, 0))
    outcome = asyncio.run(driver_of(writer, played).run(10_000))
    assert [int(outcome.tries[0]), dict(outcome.statuses)] == [4, {503: 3, 202: 1}]
    bodies = {request.partition(b"\r\n\r\n")[2] for *_, request in played.asked}
    assert len(bodies) == 1
    waits = [later - earlier for (earlier, *_), (later, *_) in pairwise(played.asked)]
    assert all(30 <= wait <= 61 for wait in waits)


def test_waits_grow_while_nobody_answers_and_begin_anew_after_it() -> None:
    writer = writer_of(1, 9)
    played = Played(lambda _now, _key, number: (15.0, None, 0) if number < 8 else (0.1, 202, 0))
    outcome = asyncio.run(driver_of(writer, played).run(100_000))
    assert outcome.unheard == 8
    assert outcome.count(State.ACKNOWLEDGED) == len(writer.arrivals)
    waits = [later - earlier - 15 for (earlier, *_), (later, *_) in pairwise(played.asked[:9])]
    assert all(wait <= 2 ** (place + 1) + 0.1 for place, wait in enumerate(waits))
    assert max(waits[4:]) > 8


def test_a_pause_is_kept_before_the_next_of_a_backlog() -> None:
    writer = writer_of(1, 5, scenario=Scenario(storm=Storm(batches=4, within_seconds=1, steady=False)))
    played = Played(lambda *_: (0.1, 202, 10_000))
    outcome = asyncio.run(driver_of(writer, played).run(10_000))
    waits = [later - earlier for (earlier, *_), (later, *_) in pairwise(played.asked)]
    assert all(5 <= wait <= 15.3 for wait in waits)
    assert outcome.pauses == len(waits) == 3


def test_a_refused_batch_is_given_up_and_the_next_one_follows() -> None:
    writer = writer_of(1, 5, scenario=Scenario(storm=Storm(batches=3, within_seconds=1, steady=False)))
    played = Played(lambda _now, _key, number: (0.1, 422 if number == 0 else 202, 0))
    outcome = asyncio.run(driver_of(writer, played).run(10_000))
    assert outcome.state.tolist() == [State.REFUSED, State.ACKNOWLEDGED, State.ACKNOWLEDGED]


def test_an_unknown_key_tries_again_after_a_minute() -> None:
    writer = writer_of(1, 4)
    played = Played(lambda _now, _key, number: (0.1, 401 if number == 0 else 202, 0))
    asyncio.run(driver_of(writer, played).run(10_000))
    assert 60 <= played.asked[1][0] - played.asked[0][0] < 61


def test_what_was_not_handed_in_when_the_time_is_over_is_told_apart() -> None:
    writer = writer_of(20, 30)
    outcome = asyncio.run(driver_of(writer, Played(lambda *_: (1e9, 202, 0))).run(900))
    assert outcome.count(State.UNSURE) == 20
    assert outcome.count(State.UNSENT) == len(writer.arrivals) - 20


def test_time_may_pass_faster() -> None:
    writer = writer_of(20, 60)
    played = Played(lambda *_: (0.001, 202, 0))
    asyncio.run(driver_of(writer, played, speed=60).run(10_000))
    assert 55 < played.asked[-1][0] < 61
