"""The SQL of the ledger's reading."""

import httpx
from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.ledger import store
from barometer_collector.rollup.service import roll_up
from barometer_collector.settings import Settings
from tests.collector.laptops import NOON, Laptop, batch, enrol, sample


def test_pages_follow_each_other_and_end(database: Database, settings: Settings) -> None:
    known = sorted(enrol(database, settings).device_id for _ in range(3))
    with database.reading() as session:
        first = store.next_page(session, -1, 2)
        assert first == (-1, known[1])
        second = store.next_page(session, first.last, 2)
        assert second == (known[1], known[2])
        assert store.next_page(session, second.last, 2) is None


def test_a_page_holds_the_devices_up_to_its_last_one_and_no_other(
    database: Database, settings: Settings, server: httpx.Client
) -> None:
    laptops = sorted((enrol(database, settings) for _ in range(3)), key=lambda each: each.device_id)
    sent = [batch(*[sample()] * (1 + number)) for number in range(3)]
    for laptop, content in zip(laptops, sent, strict=True):
        laptop.send(server, content)
    page = store.Page(laptops[0].device_id, laptops[1].device_id)
    with database.reading() as session:
        assert store.batches(session, page) == {laptops[1].device_id: [(sent[1]["id"], 2)]}
        assert store.stored(session, page) == {laptops[1].device_id: 2}


def test_counted_are_measured_values_and_failures_alike(
    database: Database, laptop: Laptop, server: httpx.Client
) -> None:
    laptop.send(server, batch(sample(), sample("dns_us", 0, subject="mail", failed=True)))
    page = store.Page(-1, laptop.device_id)
    with database.reading() as session:
        assert store.counted(session, page) == {}
        assert [each.open for each in store.of_device(session, laptop.device_id)] == [True]
    roll_up(database, NOON)
    with database.reading() as session:
        assert store.counted(session, page) == {laptop.device_id: 2}
        assert [each.open for each in store.of_device(session, laptop.device_id)] == [False]


def test_samples_that_are_gone_are_missed_and_the_batch_is_not(
    database: Database, laptop: Laptop, server: httpx.Client
) -> None:
    laptop.send(server, batch(sample(), sample()))
    with database.writing() as session:
        session.connection().execute(text("DELETE FROM sample WHERE id = (SELECT MIN(id) FROM sample)"))
    with database.reading() as session:
        assert [(each.samples, each.stored) for each in store.of_device(session, laptop.device_id)] == [(2, 1)]


def test_a_batch_of_which_halves_came_instead_is_none(database: Database, laptop: Laptop, server: httpx.Client) -> None:
    half = batch(sample(), parent="ab" * 16)
    laptop.send(server, half)
    with database.reading() as session:
        assert [each.batch_id for each in store.of_device(session, laptop.device_id)] == [half["id"]]
