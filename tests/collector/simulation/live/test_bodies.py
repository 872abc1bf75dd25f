"""Batches as they travel."""

import gzip
from itertools import pairwise

import msgspec
import numpy as np
import pytest

from barometer_collector.ingest.rules import Clock, wrong_with_sample
from barometer_collector.simulation.live.scenario import Driver, Scenario, Storm
from barometer_shared.samples import Batch
from tests.collector.simulation.live.small import writer_of

BUSY = Scenario(drivers=(Driver(model="office", begins=0, crashes_a_day=200),))


@pytest.mark.parametrize("interval", [300, 900])
def test_a_batch_is_written_as_an_encoder_would(interval: int) -> None:
    writer = writer_of(200, 120, interval, scenario=BUSY)
    samples = writer.arrivals.samples()
    for place, (name, text) in enumerate(writer.texts(np.arange(len(samples)))):
        batch = msgspec.json.decode(text, type=Batch)
        assert batch.id == name
        assert len(batch.samples) == samples[place]
        assert msgspec.json.encode(batch).decode() == text


def test_a_batch_is_the_same_bytes_whenever_it_is_written() -> None:
    one, again = writer_of(), writer_of()
    together = dict(one.bodies(np.arange(20)))
    assert dict(again.bodies(np.array([7]))).items() <= together.items()
    assert [name for name, _ in one.bodies(np.arange(20))] == one.names(np.arange(20))


def test_another_seed_says_something_else() -> None:
    assert not set(writer_of(seed=1).names(np.arange(20))) & set(writer_of(seed=2).names(np.arange(20)))


def test_the_collector_believes_every_sample() -> None:
    writer = writer_of(100, 60, scenario=Scenario(drivers=BUSY.drivers, storm=Storm(batches=3, within_seconds=600)))
    for _, body in writer.bodies(np.arange(len(writer.arrivals))):
        batch = msgspec.json.decode(gzip.decompress(body), type=Batch)
        clock = Clock(batch.sealed_at + 60_000, 0, batch.utc_offset_minutes * 60_000)
        assert not [sample for sample in batch.samples if wrong_with_sample(sample, clock)]


def test_samples_were_taken_before_the_batch_was_sealed_and_after_the_last_one() -> None:
    writer = writer_of(1, 60)
    batches = [msgspec.json.decode(text, type=Batch) for _, text in writer.texts(np.arange(len(writer.arrivals)))]
    for before, batch in pairwise(batches):
        assert all(before.sealed_at < sample.at <= batch.sealed_at for sample in batch.samples)


def test_a_laptop_says_over_what_it_reached_its_targets() -> None:
    writer = writer_of(60, 5)
    for place, (_, text) in enumerate(writer.texts(np.arange(len(writer.arrivals)))):
        device = writer.arrivals.device[place]
        batch = msgspec.json.decode(text, type=Batch)
        links = {sample.labels["link"] for sample in batch.samples if sample.metric == "tcp_connect_us"}
        expected = "vpn" if writer.population.vpn[device] else "wired" if writer.population.wired[device] else "wifi"
        assert links == {expected}
