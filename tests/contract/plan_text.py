"""Reads what EXPLAIN says of a statement on a Citus cluster."""

import re
from collections.abc import Sequence

_TASKS = re.compile(r"\s*Task Count: (\d+)")
# What each of these lines means, as Citus' manual has it ("Query Processing", "SQL Support and Workarounds") and
# src/backend/distributed/planner/multi_explain.c prints it.
_FAR = (
    (re.compile(r"Distributed Subplan \d+_\d+"), "an intermediate result is sent to all nodes"),
    (re.compile(r"INSERT/SELECT method: pull to coordinator"), "every row goes through the coordinator"),
    (re.compile(r"INSERT/SELECT method: repartition"), "every row is sent to another node"),
    (re.compile(r"Map Task Count: \d+|-> *MapMergeJob"), "tables are repartitioned for a join"),
    (re.compile(r"Function Scan on read_intermediate_result"), "an intermediate result is read"),
)


def far(lines: Sequence[str]) -> list[str]:
    """Why the statement is not done where the rows lie; empty when it is."""
    return [why for pattern, why in _FAR if any(pattern.search(line) for line in lines)]


def tasks(lines: Sequence[str]) -> int | None:
    """How many shards it goes to; None for one that is done on the coordinator alone."""
    found = [int(match[1]) for line in lines if (match := _TASKS.match(line))]
    return found[0] if found else None
