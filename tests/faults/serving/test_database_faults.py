"""A PostgreSQL that drops its connections, crashes and comes back: nothing acknowledged is lost, nothing is twice."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from barometer_collector.database import Database
from barometer_collector.settings import load_settings
from tests.collector.laptops import enrol
from tests.eventually import eventually
from tests.faults.serving.load import Load
from tests.faults.serving.postgres import Server
from tests.faults.serving.proxy import proxy
from tests.faults.serving.served import serving

LAPTOPS = 4
RECOVERED_SECONDS = 30


@pytest.fixture
def database(server: Server) -> Iterator[Database]:
    with closing(Database(server.url)) as made:
        yield made


def test_connections_that_are_ended_and_a_server_that_crashes_lose_nothing(
    server: Server, database: Database, tmp_path: Path
) -> None:
    settings = load_settings({"data_dir": tmp_path, "database_url": server.url}, {})
    laptops = [enrol(database, settings) for _ in range(LAPTOPS)]
    with serving(tmp_path, server.url) as one, serving(tmp_path, server.url) as other:
        load = Load(laptops, [one.address, other.address])
        with load.sending():
            for _ in range(4):
                load.more(150)
                assert server.end_connections() > 2
            load.more(150)
            server.crash()
            load.more(300, RECOVERED_SECONDS)  # by itself
            load.addresses.remove(one.address)
            one.kill()
            load.more(300)
            server.crash()
            load.more(150, RECOVERED_SECONDS)
        load.drain()
        eventually(lambda: _counted(server) == _stored(server), RECOVERED_SECONDS)  # the jobs go on as well
    found = load.found(database)
    assert found.acknowledged >= 1_600
    assert (found.missing, found.twice, found.unknown) == (0, 0, 0)
    assert load.statuses[503] > 0
    assert set(load.statuses) <= {202, 503}


def test_a_commit_of_which_nobody_hears_is_told_as_not_stored_and_its_retry_is_recognised(
    server: Server, database: Database, tmp_path: Path
) -> None:
    settings = load_settings({"data_dir": tmp_path, "database_url": server.url}, {})
    laptops = [enrol(database, settings) for _ in range(LAPTOPS)]
    with proxy(server.socket) as way:
        cut_off = str(make_url(server.url).set(host="127.0.0.1", port=way.port, query={}))
        with serving(tmp_path, cut_off) as served:
            load = Load(laptops, [served.address])
            with load.sending():
                for _ in range(10):
                    load.more(50)
                    way.cut_next += 1
                eventually(lambda: way.cut_next == 0)
                load.more(50)
            load.drain()
    found = load.found(database)
    assert way.cut == 10
    assert load.statuses[503] > 0
    assert (found.missing, found.twice) == (0, 0)


def _counted(server: Server) -> int:
    return int(server.run("SELECT coalesce(sum(n), 0) FROM device_day")[0][0])


def _stored(server: Server) -> int:
    return int(server.run("SELECT count(*) FROM sample")[0][0])
