"""Reading of plans, in the forms that Citus prints."""

import pytest

from tests.contract.plan_text import far, tasks

ROUTER = """
Custom Scan (Citus Adaptive)
  Task Count: 1
  Tasks Shown: All
  ->  Task
        Node: host=127.0.0.1 port=5432 dbname=barometer
        ->  Index Scan using device_pkey_102008 on device_102008 device
              Index Cond: (id = '7'::bigint)
"""
PUSHED_DOWN = """
Sort
  Sort Key: remote_scan.campaign
  ->  HashAggregate
        Group Key: remote_scan.campaign
        ->  Custom Scan (Citus Adaptive)
              Task Count: 32
              Tasks Shown: One of 32
              ->  Task
                    Node: host=127.0.0.1 port=5432 dbname=barometer
                    ->  HashAggregate
                          Group Key: campaign
                          ->  Seq Scan on answer_102108 answer
"""
INSERT_SELECT = """
Custom Scan (Citus Adaptive)
  Task Count: 32
  Tasks Shown: One of 32
  ->  Task
        Node: host=127.0.0.1 port=5432 dbname=barometer
        ->  Insert on touched_102140 citus_table_alias
"""
LOCAL = """
Seq Scan on alembic_version
"""
SUBPLAN = """
Custom Scan (Citus Adaptive)
  ->  Distributed Subplan 12_1
        ->  Limit
              ->  Custom Scan (Citus Adaptive)
                    Task Count: 32
  Task Count: 32
  Tasks Shown: One of 32
  ->  Task
        Node: host=127.0.0.1 port=5432 dbname=barometer
        ->  Hash Join
              ->  Function Scan on read_intermediate_result intermediate_result
"""
PULLED = """
Custom Scan (Citus INSERT ... SELECT)
  INSERT/SELECT method: pull to coordinator
  ->  Custom Scan (Citus Adaptive)
        Task Count: 32
"""
RESENT = """
Custom Scan (Citus INSERT ... SELECT)
  INSERT/SELECT method: repartition
  ->  Custom Scan (Citus Adaptive)
        Task Count: 32
"""
REPARTITIONED = """
Custom Scan (Citus Adaptive)
  Task Count: 6
  Tasks Shown: None, not supported for re-partition queries
  ->  MapMergeJob
        Map Task Count: 32
        Merge Task Count: 6
"""


@pytest.mark.parametrize(("plan", "count"), [(ROUTER, 1), (PUSHED_DOWN, 32), (INSERT_SELECT, 32), (LOCAL, None)])
def test_what_is_done_where_the_rows_lie_is_told_with_its_shards(plan: str, count: int | None) -> None:
    assert far(plan.splitlines()) == []
    assert tasks(plan.splitlines()) == count


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        (SUBPLAN, "an intermediate result is sent to all nodes"),
        (PULLED, "every row goes through the coordinator"),
        (RESENT, "every row is sent to another node"),
        (REPARTITIONED, "tables are repartitioned for a join"),
    ],
)
def test_what_sends_rows_about_is_named(plan: str, why: str) -> None:
    assert why in far(plan.splitlines())
