"""One request from its bytes to its receipt, and what is counted of it."""

import httpx
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from tests.collector.laptops import Laptop, batch, sample


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
