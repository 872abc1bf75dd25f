"""GET /healthz, /readyz and /metrics, over real HTTP."""

import httpx
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.people.rules import Role
from barometer_collector.people.service import create_api_token
from tests.collector.laptops import NOON, Laptop, batch, sample


def test_a_living_process_says_so(server: httpx.Client) -> None:
    assert (server.get("/healthz").status_code, server.get("/healthz").text) == (200, "ok\n")


def test_a_collector_with_a_current_schema_is_ready(server: httpx.Client) -> None:
    answer = server.get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)


def test_a_collector_on_an_older_schema_is_not_ready_and_says_what_to_do(
    server: httpx.Client, database: Database
) -> None:
    with database.writing() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '0000'"))
    answer = server.get("/readyz")
    assert answer.status_code == 503
    assert "barometer-collector migrate" in answer.json()["checks"]["schema"]
    assert server.get("/healthz").status_code == 200


def test_monitoring_reads_the_figures_of_the_intake(server: httpx.Client, laptop: Laptop, database: Database) -> None:
    laptop.send(server, batch(sample(), sample("warp")))
    token = create_api_token(database, NOON, "prometheus", Role.MONITORING)
    answer = server.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    for line in (
        'barometer_intake_batches_total{outcome="stored"} 1.0',
        "barometer_intake_samples_total 1.0",
        'barometer_intake_quarantined_total{field="samples.metric"} 1.0',
        "barometer_intake_commit_seconds_count 1.0",
        "barometer_intake_queue 0.0",
        "barometer_rollup_open_batches 1.0",
        "barometer_devices 1.0",
        "barometer_dropped_samples 0.0",
    ):
        assert line in answer.text.splitlines()


def test_the_figures_are_not_for_everybody(server: httpx.Client, database: Database) -> None:
    assert server.get("/metrics").status_code == 401
    viewer = create_api_token(database, NOON, "script", Role.VIEWER)
    assert server.get("/metrics", headers={"Authorization": f"Bearer {viewer}"}).status_code == 403
