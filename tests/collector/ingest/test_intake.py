"""One request from its bytes to its receipt, and what is counted of it."""

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from barometer_collector.database import Database
from barometer_collector.ingest import intake
from barometer_collector.ingest.service import dropped_samples
from tests.collector.laptops import FakeClock, Laptop, batch, sample


def _counted(app: FastAPI, name: str, **labels: str) -> float:
    registry: CollectorRegistry = app.state.registry
    return registry.get_sample_value(f"barometer_intake_{name}_total", labels) or 0


def test_every_outcome_is_counted(server: httpx.Client, app: FastAPI, laptop: Laptop) -> None:
    sent = batch(sample(), sample("warp"), sample(labels={f"l{n}": "" for n in range(40)}))
    for _ in range(2):
        assert laptop.send(server, sent).status_code == 202
    assert laptop.send(server, batch(month="2020-01")).status_code == 422
    assert laptop.send(server, batch(agent=None)).status_code == 422
    assert Laptop(1, "Bearer guessed").send(server, batch()).status_code == 401
    assert _counted(app, "batches", outcome="stored") == 1
    assert _counted(app, "batches", outcome="repeated") == 1
    assert _counted(app, "batches", outcome="too_old") == 1
    assert _counted(app, "batches", outcome="refused") == 2
    assert _counted(app, "samples") == 1
    assert _counted(app, "quarantined", field="samples.metric") == 1
    assert _counted(app, "quarantined", field="samples.labels") == 1
    assert _counted(app, "bytes") > 500


def test_a_batch_is_read_by_the_clock_of_the_request_when_no_skew_was_measured(
    server: httpx.Client, laptop: Laptop
) -> None:
    far = 400 * 86_400_000
    sent = batch(sample(at=1_795_003_200_000 + far), skew_ms=None)
    receipt = laptop.send(server, sent, **{"Barometer-Sent-At": str(1_795_003_200_000 + far)}).json()
    assert (receipt["accepted"], receipt["quarantined"]) == (1, 0)


def test_a_moment_of_sending_that_is_none_is_ignored(server: httpx.Client, laptop: Laptop) -> None:
    for moment in ("soon", "9" * 40, "-5", "", "١٢"):
        headers = {b"Authorization": laptop.key.encode(), b"Barometer-Sent-At": moment.encode()}
        answer = server.post(
            "/api/v1/batches",
            content=httpx.Request("POST", "/", json=batch(sample(), skew_ms=None)).content,
            headers=headers,
        )
        assert answer.json()["accepted"] == 1


def test_a_batch_that_is_stored_is_acknowledged_again_however_old_it_has_become(
    server: httpx.Client, laptop: Laptop, clock: FakeClock
) -> None:
    sent = batch(sample())
    first = laptop.send(server, sent).json()
    clock.move(days=100)
    again = laptop.send(server, sent)
    assert again.status_code == 202
    assert (again.json()["accepted"], again.json()["quarantined"]) == (first["accepted"], first["quarantined"])


def test_what_is_left_of_a_refused_batch_that_is_stored_after_all_counts_nothing_twice(
    server: httpx.Client, laptop: Laptop, clock: FakeClock, database: Database
) -> None:
    whole = batch(sample())
    laptop.send(server, whole)
    for days in (0, 100):
        clock.move(days=days)
        left = batch(parent=whole["id"], dropped={"boot_ms": 1})
        assert laptop.send(server, left).status_code == 202
    with database.reading() as session:
        assert dropped_samples(session) == 0


def test_what_is_left_of_a_batch_that_never_came_is_counted_and_that_batch_is_not_taken_any_more(
    server: httpx.Client, laptop: Laptop, database: Database
) -> None:
    whole = batch(sample())
    assert laptop.send(server, batch(parent=whole["id"], dropped={"boot_ms": 1})).status_code == 202
    assert laptop.send(server, whole).json()["accepted"] == 0
    with database.reading() as session:
        assert dropped_samples(session) == 1


def test_a_batch_that_has_become_too_old_is_refused_where_it_never_came(
    server: httpx.Client, laptop: Laptop, clock: FakeClock
) -> None:
    clock.move(days=100)
    refused = laptop.send(server, batch(sample(), parent="a" * 32))
    assert (refused.status_code, refused.json()["field"]) == (422, "month")


def test_a_batch_above_a_limit_that_was_lowered_since_is_acknowledged_again(
    server: httpx.Client, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = batch(sample(), sample())
    laptop.send(server, sent)
    monkeypatch.setattr(intake, "MAX_BATCH_SAMPLES", 1)
    assert laptop.send(server, sent).json()["accepted"] == 2
    assert laptop.send(server, batch(sample(), sample())).status_code == 413
