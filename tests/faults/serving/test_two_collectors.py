"""Two real collectors on one PostgreSQL, as behind a load balancer: one database, one truth."""

import threading
from datetime import UTC, datetime
from typing import Any

import httpx
import msgspec
import pytest
from sqlalchemy import text

from barometer_collector.devices import service as devices
from barometer_collector.people import service as people
from barometer_collector.people.access import SESSION_COOKIE
from barometer_collector.people.rules import Role
from barometer_shared.protocol import BATCHES_PATH, CONFIG_HEADER, DEVICE_CONFIG_PATH
from tests.collector.laptops import Laptop, batch, enrol, sample
from tests.faults.serving.pair import Pair
from tests.faults.serving.postgres import Server
from tests.faults.serving.served import Served

PASSWORD = "a long enough passphrase"


@pytest.fixture
def laptop(pair: Pair) -> Laptop:
    return enrol(pair.database, pair.settings)


def _fresh(*values: int) -> dict[str, Any]:
    now = datetime.now(UTC)
    ms = int(now.timestamp() * 1000)
    samples = [sample("tcp_connect_us", value, ms, subject="x") for value in values]
    return batch(*samples, month=f"{now:%Y-%m}", sealed_at=ms)


def test_the_same_batch_that_reaches_both_at_once_is_stored_once(pair: Pair, laptop: Laptop) -> None:
    sent = [_fresh(number, number) for number in range(40)]
    barrier, statuses = threading.Barrier(2), []

    def pour(served: Served) -> None:
        with httpx.Client(base_url=served.address, trust_env=False, timeout=20) as client:
            for each in sent:
                barrier.wait(20)
                statuses.append(laptop.send(client, each).status_code)

    threads = [threading.Thread(target=pour, args=(served,)) for served in (pair.one, pair.other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [202] * 80
    with pair.database.reading() as session:
        of_device = {"id": laptop.device_id}
        connection = session.connection()
        samples = connection.execute(text("SELECT count(*) FROM sample WHERE device_id = :id"), of_device).scalar()
        batches = connection.execute(text("SELECT count(*) FROM batch WHERE device_id = :id"), of_device).scalar()
    assert (batches, samples) == (40, 80)


def test_a_revoked_key_is_refused_by_both_from_the_next_group_on(pair: Pair, laptop: Laptop) -> None:
    assert [answer.status_code for answer in pair.both(lambda client: laptop.send(client, _fresh(1)))] == [202, 202]
    devices.revoke(pair.database, datetime.now(UTC), laptop.device_id)
    assert [answer.status_code for answer in pair.both(lambda client: laptop.send(client, _fresh(1)))] == [401, 401]


def test_both_tell_a_laptop_the_same_and_its_acknowledgements_name_that(pair: Pair, laptop: Laptop) -> None:
    told = pair.both(lambda client: client.get(DEVICE_CONFIG_PATH, headers=laptop.headers))
    named = pair.both(lambda client: laptop.send(client, _fresh(1)))
    assert told[0].content == told[1].content
    versions = {answer.headers["etag"].strip('"') for answer in told}
    assert versions == {answer.headers[CONFIG_HEADER] for answer in named}
    assert len(versions) == 1


def test_whoever_signed_in_at_one_is_signed_in_at_the_other(pair: Pair) -> None:
    now = datetime.now(UTC)
    people.create_account(pair.database, now, "ada", PASSWORD, Role.VIEWER)
    cookie = people.sign_in(pair.database, now, "ada", PASSWORD)
    assert cookie
    pages = pair.both(lambda client: client.get("/", headers={"Cookie": f"{SESSION_COOKIE}={cookie}"}))
    assert [page.status_code for page in pages] == [200, 200]
    strangers = pair.both(lambda client: client.get("/", headers={"Accept": "text/html"}))
    assert [page.status_code for page in strangers] == [303, 303]


def test_what_laptops_share_between_both_makes_no_deadlock_and_is_stored_once(pair: Pair, server: Server) -> None:
    """Batches of the same devices, with gaps, drops, answers and halves, to both in other orders, several at once."""
    laptops = [enrol(pair.database, pair.settings) for _ in range(6)]
    before = server.run("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")[0][0]
    work = [(laptop, msgspec.json.encode(_rich(number))) for number in range(60) for laptop in laptops]
    statuses: list[int] = []

    def pour(served: Served, order: list[tuple[Laptop, bytes]]) -> None:
        with httpx.Client(base_url=served.address, trust_env=False, timeout=30) as client:
            for laptop, body in order:
                statuses.append(client.post(BATCHES_PATH, content=body, headers=laptop.headers).status_code)

    orders = [work[offset::8] + work[:offset:8] for offset in range(8)]
    threads = [
        threading.Thread(target=pour, args=(served, order if served is pair.one else order[::-1]))
        for order in orders
        for served in (pair.one, pair.other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) == {202}
    ids = ", ".join(str(laptop.device_id) for laptop in laptops)
    stored = server.run(f"SELECT count(*), count(DISTINCT (device_id, value)) FROM sample WHERE device_id IN ({ids})")  # noqa: S608
    whole = len([number for number in range(60) if number % 5 not in (1, 4)])  # no halves, nor what they are halves of
    assert stored[0][0] == stored[0][1] >= 6 * whole
    after = server.run("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")[0][0]
    assert after == before
    assert "intake_database_unavailable" not in pair.one.said() + pair.other.said()


def _rich(number: int) -> dict[str, Any]:
    fresh = _fresh(number)
    gap = {"metric": f"m{number % 3}", "kind": "not_applicable", "reason": {"en": "none", "nl": "geen"}}
    parent = {"parent": f"{number - 3:032x}"} if number % 5 == 4 else {}
    return {**fresh, "id": f"{number:032x}", "gaps": [gap], "dropped": {f"d{number % 4}": 1}, **parent}
