"""What is read of a cluster, on the stand-in for one (see conftest)."""

import pytest

from barometer_collector.database import Database
from barometer_collector.distribution import store
from barometer_collector.distribution.rules import PLACEMENTS, Kind
from tests.collector.distribution.conftest import said


def test_a_server_without_the_extension_is_no_cluster(plain: Database) -> None:
    with plain.reading() as session:
        found = store.cluster(session)
    assert (found.installed, found.nodes) == ("", 0)


def test_a_cluster_tells_its_version_and_its_nodes(stand_in: Database) -> None:
    said(stand_in, "UPDATE pg_dist_node SET isactive = false WHERE groupid = 2")
    with stand_in.reading() as session:
        found = store.cluster(session)
    assert (found.installed, found.nodes, found.is_coordinator, found.has_coordinator) == ("13.2-1", 2, True, True)


def test_every_table_is_found_with_its_size_and_each_after_those_it_refers_to(stand_in: Database) -> None:
    said(stand_in, "INSERT INTO touched SELECT n, n, n FROM generate_series(1, 1000) AS n")
    said(stand_in, "ANALYZE touched")
    with stand_in.reading() as session:
        found = {table.name: table for table in store.tables(session)}
    assert found.keys() == PLACEMENTS.keys()
    assert list(found).index("team") < list(found).index("membership")
    assert (found["touched"].rows, found["touched"].kind) == (1000, Kind.LOCAL)
    assert found["touched"].bytes > 50_000
    assert found["touched"].here > 30_000
    assert found["sample"].bytes > 0  # that of its partitions
    assert found["sample"].here == 0


def test_statements_are_said_together_or_not_at_all(stand_in: Database) -> None:
    with pytest.raises(store.ClusterError, match="lacks name"):
        store.run(stand_in, ["CREATE TABLE made (id integer)", "SELECT create_distributed_table('team', 'nothing')",
                             "SELECT create_distributed_table('device', 'name')"])  # fmt: skip
    assert said(stand_in, "SELECT to_regclass('made')") == [(None,)]
