"""Distributing, on the stand-in for a cluster (see conftest)."""

import pytest

from barometer_collector.database import Database
from barometer_collector.distribution import service
from barometer_collector.distribution.rules import PLACEMENTS, Kind, Step
from barometer_collector.distribution.service import DistributionError
from tests.collector.distribution.conftest import said


def _distribute(database: Database) -> list[str]:
    told: list[Step] = []
    _, planned = service.look(database, 8)
    service.distribute(database, planned, told.append)
    return [step.table.name for step in told]


def test_every_table_goes_to_its_place_once(stand_in: Database) -> None:
    moved = _distribute(stand_in)
    assert set(moved) == {name for name, placement in PLACEMENTS.items() if placement.kind is not Kind.LOCAL}
    assert ("distributed device 8",) in said(stand_in, "SELECT call FROM called")
    assert _distribute(stand_in) == []
    assert said(stand_in, "SELECT count(*) FROM called") == [(len(moved),)]


def test_what_stays_on_the_coordinator_is_cleared_when_all_is_moved(stand_in: Database) -> None:
    said(stand_in, "INSERT INTO team (slug, name, created_at) VALUES ('finance', 'Finance', 1)")
    said(stand_in, "INSERT INTO membership SELECT 1, 1, id FROM team")
    _distribute(stand_in)
    calls = [call for (call,) in said(stand_in, "SELECT call FROM called ORDER BY number")]
    assert calls[-2:] == ["clear team", "clear membership"]
    assert said(stand_in, "SELECT count(*) FROM team") == [(0,)]  # here the copy is all there is
    assert _distribute(stand_in) == []


def test_what_a_later_version_brings_is_moved_then(stand_in: Database) -> None:
    _distribute(stand_in)
    said(stand_in, "DELETE FROM pg_dist_partition WHERE logicalrelid = 'occasion'::regclass")
    assert _distribute(stand_in) == ["occasion"]


def test_what_a_later_version_brings_is_named_where_the_rest_is_distributed(stand_in: Database) -> None:
    assert service.left_behind(stand_in) == []
    _distribute(stand_in)
    assert service.left_behind(stand_in) == []
    said(stand_in, "DELETE FROM pg_dist_partition WHERE logicalrelid = 'occasion'::regclass")
    assert service.left_behind(stand_in) == ["occasion"]


def test_nothing_is_left_behind_where_there_is_no_cluster(database: Database) -> None:
    assert service.left_behind(database) == []


def test_after_a_refusal_the_next_call_goes_on(stand_in: Database) -> None:
    said(stand_in, "CREATE UNIQUE INDEX in_the_way ON batch (month, batch_id)")
    with pytest.raises(DistributionError, match="batch could not be moved: a unique index of batch lacks device_id"):
        _distribute(stand_in)
    before = said(stand_in, "SELECT count(*) FROM pg_dist_partition")
    said(stand_in, "DROP INDEX in_the_way")
    moved = _distribute(stand_in)
    assert moved[0] == "batch"
    assert before == [(len(PLACEMENTS) - 2 - len(moved),)]


def test_it_is_refused_while_a_collector_runs(stand_in: Database) -> None:
    _, planned = service.look(stand_in, None)
    with stand_in.jobs_lock(), pytest.raises(DistributionError, match="a collector runs on this database"):
        service.distribute(stand_in, planned, lambda step: None)
    assert said(stand_in, "SELECT count(*) FROM called") == [(0,)]


def test_what_does_not_lie_beside_the_devices_is_told(stand_in: Database) -> None:
    _distribute(stand_in)
    said(stand_in, "UPDATE pg_dist_partition SET colocationid = 7 WHERE logicalrelid = 'event'::regclass")
    with pytest.raises(DistributionError, match="event does not lie beside device"):
        _distribute(stand_in)


def test_sqlite_is_no_cluster(database: Database) -> None:
    with pytest.raises(DistributionError, match="SQLite, which is one file" if database.is_sqlite else "no extension"):
        service.look(database, None)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE pg_dist_local_group SET groupid = 1", "this node is a worker"),
        ("DELETE FROM pg_dist_node", "the cluster has no nodes"),
        ("DELETE FROM pg_dist_node WHERE groupid = 0", "citus_set_coordinator_host"),
    ],
)
def test_a_cluster_that_is_not_ready_is_told_what_to_do(stand_in: Database, change: str, words: str) -> None:
    said(stand_in, change)
    with pytest.raises(DistributionError, match=words):
        service.look(stand_in, None)
