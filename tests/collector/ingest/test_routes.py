"""POST /api/v1/batches, over real HTTP on both engines."""

import asyncio
import gzip
import json
import socket
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from starlette.types import ASGIApp

from barometer_collector.app import create_app
from barometer_collector.database import Database
from barometer_collector.devices import service as devices
from barometer_collector.people.access import Right, declared_rights
from barometer_collector.settings import Settings
from barometer_shared.protocol import BATCHES_PATH, MAX_BODY_BYTES, BatchReceipt
from tests.collector.laptops import NOON, FakeClock, Laptop, batch, enrol, sample
from tests.collector.running import running

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def _count(database: Database, table: str) -> int:
    with database.reading() as session:
        return int(session.connection().execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - names of ours


def test_a_batch_is_acknowledged_with_a_receipt_and_the_configuration(server: httpx.Client, laptop: Laptop) -> None:
    sent = batch(sample(), sample("warp"))
    answer = laptop.send(server, sent)
    assert answer.status_code == 202
    receipt = msgspec.json.decode(answer.content, type=BatchReceipt)
    assert (receipt.batch, receipt.accepted, receipt.quarantined) == (sent["id"], 1, 1)
    assert answer.headers["Barometer-Config"] == receipt.config != ""


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("zstd", zstd.compress)])
def test_a_batch_may_be_compressed(
    server: httpx.Client, laptop: Laptop, database: Database, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    content = pack(json.dumps(batch(sample())).encode())
    answer = server.post(BATCHES_PATH, content=content, headers={**laptop.headers, "Content-Encoding": encoding})
    assert answer.status_code == 202
    assert _count(database, "sample") == 1


def test_a_repeated_batch_gets_the_same_receipt_and_changes_nothing(
    server: httpx.Client, laptop: Laptop, database: Database, clock: FakeClock
) -> None:
    sent = batch(sample(), sample(value=-1))
    first = laptop.send(server, sent)
    clock.move(hours=3)
    again = laptop.send(server, sent)
    assert (again.status_code, again.content) == (202, first.content)
    assert (_count(database, "sample"), _count(database, "quarantined"), _count(database, "batch")) == (1, 1, 1)


def test_the_same_batch_from_many_connections_at_once_is_stored_once(
    server: httpx.Client, laptop: Laptop, database: Database
) -> None:
    batches = [batch(sample(value=number)) for number in range(1, 6)]
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda number: laptop.send(server, batches[number % 5]), range(60)))
    assert {answer.status_code for answer in answers} == {202}
    said = [{**answer.json(), "pause_ms": 0} for answer in answers]  # how long it took may differ
    assert len({tuple(receipt.items()) for receipt in said}) == 5
    assert (_count(database, "batch"), _count(database, "sample")) == (5, 5)


def test_nan_costs_one_sample_and_not_its_neighbours(server: httpx.Client, laptop: Laptop, database: Database) -> None:
    content = json.dumps(batch(sample(), sample(value=float("nan")), sample(value=float("inf")), sample())).encode()
    receipt = server.post(BATCHES_PATH, content=content, headers=laptop.headers).json()
    assert (receipt["accepted"], receipt["quarantined"]) == (2, 2)
    assert (_count(database, "sample"), _count(database, "quarantined")) == (2, 2)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "Bearer",
        "Bearer x.y",
        "Basic abc",
        "Bearer 0000000000000001.secret",
        "Bearer ffffffffffffffff.secret",
        "Bearer bt_token",
    ],
)
def test_an_unknown_key_is_401_and_nothing_is_stored(server: httpx.Client, database: Database, key: str) -> None:
    answer = Laptop(1, key).send(server, batch(sample()))
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["field"] == "Authorization"
    assert answer.json()["fix"]
    assert _count(database, "batch") == 0


def test_a_revoked_key_is_401_from_the_next_batch_on(server: httpx.Client, laptop: Laptop, database: Database) -> None:
    assert laptop.send(server, batch(sample())).status_code == 202
    devices.revoke(database, NOON, laptop.device_id)
    assert laptop.send(server, batch(sample())).status_code == 401


def test_a_laptop_that_sends_without_end_is_held_back_and_nobody_else_is(
    database: Database, settings: Settings, laptop: Laptop
) -> None:
    other = enrol(database, settings)
    with running(create_app(database, replace(settings, device_batches_per_minute=1))) as server:
        claimed = Laptop(laptop.device_id, f"{laptop.key.partition('.')[0]}.invented")
        flood = [claimed.send(server, _fresh()).status_code for _ in range(12)]
        assert flood == [401] * 10 + [429] * 2
        sent = [laptop.send(server, _fresh()) for _ in range(12)]
        assert [answer.status_code for answer in sent] == [202] * 10 + [429] * 2
        assert int(sent[-1].headers["Retry-After"]) >= 30
        assert other.send(server, _fresh()).status_code == 202
    assert _count(database, "batch") == 11


def _fresh() -> dict[str, Any]:
    now = datetime.now(UTC)
    at = int(now.timestamp() * 1000)
    return batch(sample(at=at), month=f"{now:%Y-%m}", sealed_at=at)


def test_no_laptop_writes_for_another(
    server: httpx.Client, laptop: Laptop, database: Database, settings: Settings
) -> None:
    other = enrol(database, settings)
    mixed = Laptop(laptop.device_id, f"{laptop.key.partition('.')[0]}.{other.key.partition('.')[2]}")
    assert mixed.send(server, batch(sample())).status_code == 401


@pytest.mark.parametrize(
    ("content", "encoding", "status", "field"),
    [
        (b"", "", 400, "body"),
        (b"not json", "", 400, "body"),
        (b"[]", "", 422, "body"),
        (json.dumps(batch(month="2026-01")).encode(), "", 422, "month"),
        (json.dumps(batch(agent=1)).encode(), "", 422, "agent"),
        (json.dumps(batch(*[sample()] * 2001)).encode(), "", 413, "samples"),
        (json.dumps(batch(answers=[{}] * 101)).encode(), "", 413, "answers"),
        (b"x" * (MAX_BODY_BYTES + 1), "", 413, "body"),
        (gzip.compress(bytes(64 << 20)), "gzip", 413, "decompressed body"),
        (b"not gzip", "gzip", 400, "body"),
        (b"{}", "br", 415, "Content-Encoding"),
    ],
)
def test_a_faulty_envelope_is_a_problem_with_field_rule_and_fix(
    server: httpx.Client, laptop: Laptop, database: Database, content: bytes, encoding: str, status: int, field: str
) -> None:
    headers = {**laptop.headers, **({"Content-Encoding": encoding} if encoding else {})}
    answer = server.post(BATCHES_PATH, content=content, headers=headers)
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["field"]) == (status, status, field)
    assert problem["rule"]
    assert problem["fix"]
    assert _count(database, "batch") == 0


def test_a_body_without_a_length_is_cut_off_at_the_limit(server: httpx.Client, laptop: Laptop) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b" " * 65_536

    assert server.post(BATCHES_PATH, content=endless(), headers=laptop.headers).status_code == 413


def test_a_database_that_cannot_be_written_is_503_and_recovers_by_itself(
    server: httpx.Client, laptop: Laptop, database: Database
) -> None:
    _break(database)
    sent = batch(sample())
    refused = laptop.send(server, sent)
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    _repair(database)
    assert laptop.send(server, sent).status_code == 202
    assert _count(database, "sample") == 1


def _break(database: Database) -> None:
    _rename(database, "sample", "sample_gone")


def _repair(database: Database) -> None:
    _rename(database, "sample_gone", "sample")


def _rename(database: Database, name: str, other: str) -> None:
    with database.writing() as session:
        session.connection().execute(text(f"ALTER TABLE {name} RENAME TO {other}"))


def test_the_wire_of_a_batch_is_told_in_the_description_of_the_api(server: httpx.Client) -> None:
    told = server.get("/openapi.json").json()["paths"][BATCHES_PATH]["post"]
    body = told["requestBody"]["content"]["application/json"]
    assert body["schema"]["properties"]["samples"]["items"]["properties"]["metric"]["type"] == "string"
    msgspec.convert(body["example"], dict)
    assert set(told["responses"]) >= {"202", "400", "401", "413", "415", "422", "503"}
    assert "application/problem+json" in told["responses"]["401"]["content"]


def test_the_example_of_the_api_is_a_batch_that_is_taken(
    server: httpx.Client, laptop: Laptop, clock: FakeClock, tmp_path: Path
) -> None:
    body = server.get("/openapi.json").json()["paths"][BATCHES_PATH]["post"]["requestBody"]
    clock.move(days=4)
    receipt = laptop.send(server, body["content"]["application/json"]["example"]).json()
    assert (receipt["accepted"], receipt["quarantined"]) == (4, 0)


async def _through(app: ASGIApp, laptop: Laptop, body: bytes, headers: dict[str, str]) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://barometer.test") as client:
        return await client.post(BATCHES_PATH, content=body, headers={**laptop.headers, **headers})


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (json.dumps(batch(sample(), sample("warp"))).encode(), {}),
        (gzip.compress(json.dumps(batch(sample())).encode()), {"Content-Encoding": "gzip"}),
        (json.dumps(batch(sample())).encode(), {"Authorization": "Bearer nobody"}),
        (json.dumps(batch(month="2026-01")).encode(), {}),
        (b"no json", {}),
        (b"", {"Content-Encoding": "br"}),
    ],
)
def test_the_straight_way_answers_as_the_route_that_is_described(
    app: FastAPI, laptop: Laptop, body: bytes, headers: dict[str, str]
) -> None:
    async def both() -> list[httpx.Response]:
        async with app.router.lifespan_context(app):
            ways = (app, lambda *parts: FastAPI.__call__(app, *parts))
            return [await _through(way, laptop, body, headers) for way in ways]

    straight, described = asyncio.run(both())
    assert (straight.status_code, straight.content) == (described.status_code, described.content)
    assert set(straight.headers.items()) <= set(described.headers.items())  # but for what protects pages


def test_the_straight_way_asks_for_no_other_right_than_the_route(app: FastAPI) -> None:
    assert declared_rights(app)[f"POST {BATCHES_PATH}"] == [Right.DEVICE]  # whose gate lets everybody through


def test_a_mistake_of_ours_is_told_as_one_and_the_next_batch_is_taken(
    server: httpx.Client, laptop: Laptop, clock: FakeClock
) -> None:
    clock.now, now = None, clock.now  # type: ignore[assignment]
    answer = laptop.send(server, batch(sample()))
    assert (answer.status_code, answer.json()["title"]) == (500, "the collector made a mistake")
    clock.now = now
    assert laptop.send(server, batch(sample())).status_code == 202


def test_a_sender_who_leaves_in_the_middle_leaves_nothing(
    server: httpx.Client, laptop: Laptop, database: Database
) -> None:
    content = json.dumps(batch(sample())).encode()
    head = f"POST {BATCHES_PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: {laptop.key}\r\nContent-Length: {len(content)}"
    with socket.create_connection(("127.0.0.1", server.base_url.port or 0)) as connection:
        connection.sendall(head.encode() + b"\r\n\r\n" + content[:-1])
    assert laptop.send(server, batch(sample())).status_code == 202
    assert _count(database, "batch") == 1
