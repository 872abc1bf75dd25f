"""What a Citus cluster does with a statement, read off its text: which rules of Citus' planner it breaks.

Each rule has its source in Citus 12 and 13, ``src/backend/distributed/planner/``; the file is named beside it. A
statement that is about one device throughout goes to that device's node as it is, and may do whatever it likes there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from tests.contract.plan_blocks import Block, Catalogue, Source, block_of, own

_QUERIES = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
_COPY = re.compile(r"\s*COPY (\w+) \(([^)]*)\)", re.IGNORECASE)
_CHANGING = {"random", "nextval", "clock_timestamp", "gen_random_uuid", "timeofday", "now", "current_timestamp"}
_FORBIDDEN_IN_SUBQUERIES = {"limit": "LIMIT", "offset": "OFFSET", "having": "HAVING", "locks": "FOR UPDATE"}


@dataclass(frozen=True)
class Fault:
    """A rule that is broken: its name, and what to do."""

    rule: str
    fix: str


def faults(text: str, catalogue: Catalogue) -> list[Fault]:
    """Every rule that the statement breaks; [] for one that is no query and for one that reads no tables of ours."""
    if copied := _COPY.match(text):
        return list(_copy(copied[1], copied[2].replace(" ", "").split(","), catalogue))
    if not text.startswith(_QUERIES):
        return []
    match sqlglot.parse_one(text, dialect="postgres"):
        case exp.Insert() as statement:
            return list(_insert(statement, catalogue))
        case exp.Update() | exp.Delete() as statement:
            return list(_change(statement, catalogue))
        case exp.Select() as statement:
            return list(_select(statement, catalogue))
        case exp.Query() as statement:
            return list(_set_operation(statement, catalogue))
        case _:
            return []


def _select(select: exp.Select, catalogue: Catalogue) -> Iterator[Fault]:
    block = block_of(select, catalogue)
    yield from _mixed(select, catalogue)
    if not _reads_devices(select, catalogue) or is_of_one_device(block):
        return
    yield from _blocks(block)
    if select.args.get("locks"):  # multi_logical_planner.c: could not run distributed query with FOR UPDATE/SHARE
        yield Fault("lock", "lock rows of one device, by its number, or do without")
    if not _windows_are_of_a_device(block):
        yield Fault("window", "PARTITION BY the device: else all rows come to the coordinator")


def _insert(insert: exp.Insert, catalogue: Catalogue) -> Iterator[Fault]:
    target = insert.this.this if isinstance(insert.this, exp.Schema) else insert.this
    named = [each.name for each in insert.this.expressions] if isinstance(insert.this, exp.Schema) else []
    device = catalogue.device.get(target.name)
    yield from _mixed(insert, catalogue)
    if device and device not in named:  # multi_router_planner.c: an INSERT without a partition column value
        yield Fault("insert", f"give {device} among the columns")
        return
    conflict = insert.args.get("conflict")
    if conflict is not None and device:
        yield from _on_conflict(conflict, device)
    select = insert.expression
    if isinstance(select, exp.Query) and _reads_devices(select, catalogue):
        yield from _insert_select(select, named, device, catalogue)


def _on_conflict(conflict: exp.OnConflict, device: str) -> Iterator[Fault]:
    keys = {each.name for each in conflict.args.get("conflict_keys") or ()}
    if keys and device not in keys:  # a unique index of a distributed table holds the distribution column
        yield Fault("conflict", f"name {device} in ON CONFLICT, and in the key")
    for assignment in conflict.expressions:
        if assignment.this.name == device:
            yield Fault("moves", f"leave {device} as it is: a row stays on its node")
        if any(_is_changing(each) for each in assignment.walk()):  # multi_router_planner.c: must be marked IMMUTABLE
            yield Fault("volatile", "give the value instead of having it computed on each node")


def _insert_select(select: exp.Query, named: list[str], device: str | None, catalogue: Catalogue) -> Iterator[Fault]:
    """insert_select_planner.c, DistributedInsertSelectSupported: else every row goes through the coordinator."""
    if not isinstance(select, exp.Select):
        yield Fault("union", "insert what each SELECT gives by itself")
        return
    if device is None:
        yield Fault("reference", "read first, then insert: a reference table is not written from rows of devices")
        return
    block = block_of(select, catalogue)
    if not block.device_of(select.expressions[named.index(device)].unalias()):
        yield Fault("column", f"select the distribution column of a table into {device}")
    if any(_is_changing(each) for each in select.walk()):
        yield Fault("volatile", "give the value instead of having it computed on each node")
    if not is_of_one_device(block):
        yield from _blocks(block)
        yield from _merged(block)


def _change(statement: exp.Update | exp.Delete, catalogue: Catalogue) -> Iterator[Fault]:
    device = catalogue.device.get(statement.this.name)
    yield from _mixed(statement, catalogue)
    if isinstance(statement, exp.Update):
        for assignment in statement.expressions:
            if device and assignment.this.name == device:  # modifying the partition value of rows is not allowed
                yield Fault("moves", f"leave {device} as it is: a row stays on its node")
    if any(_is_changing(each) for each in statement.walk()):
        yield Fault("volatile", "give the value instead of having it computed on each node")
    block = block_of(statement, catalogue)
    if not _reads_devices(statement, catalogue) or is_of_one_device(block):
        return
    if device is None:  # only reference tables may be queried when targeting a reference table
        yield Fault("reference", "read first, then change: a reference table is not changed by rows of devices")
        return
    yield from _blocks(block)


def _copy(target: str, named: list[str], catalogue: Catalogue) -> Iterator[Fault]:
    device = catalogue.device.get(target)
    if device and device not in named:
        yield Fault("insert", f"give {device} among the columns")


def _set_operation(query: exp.Query, catalogue: Catalogue) -> Iterator[Fault]:
    """recursive_planning.c, ShouldRecursivelyPlanSetOperation: at the top each part is asked for by itself."""
    if _reads_devices(query, catalogue):
        yield Fault("union", "put it in brackets, and SELECT from that")


def _blocks(block: Block) -> Iterator[Fault]:
    """What holds for the statement as a whole, and for each SELECT within it."""
    if any(True for _ in block.node.find_all(exp.With)):  # recursive_planning.c: rows go through the coordinator
        yield Fault("with", "write it as a subquery, or ask twice")
    connected = _connected(block)
    for each in block.everything():
        yield from _unions(each)
        yield from _joins(each, connected)
        yield from _outer_joins(each)
        for inner in each.within:
            if inner.is_distributed:
                yield from _within(each, inner, connected)


def _unions(block: Block) -> Iterator[Fault]:
    """query_pushdown_planning.c, DeferErrorIfUnsupportedUnionQuery, and relation_restriction_equivalence.c."""
    for source in block.sources.values():
        is_union = len(source.blocks) > 1 and source.is_distributed
        if is_union and not (source.device and all(each.is_distributed for each in source.blocks)):
            yield Fault("union", "read tables of devices alone, and give the device at the same place in each SELECT")
    if any(isinstance(each, exp.Except | exp.Intersect) for each in block.node.walk()):
        yield Fault("union", "write it with EXISTS")


def _joins(block: Block, connected: dict[str, str]) -> Iterator[Fault]:
    """relation_restriction_equivalence.c: joined on their distribution columns."""
    places = {connected.get(name, name) for name in map(block.name_of, block.spread)}
    if len(places) > 1:
        tables = ", ".join(sorted(source.table or source.alias for source in block.spread))
        yield Fault("join", f"join {tables} on the device")


def _outer_joins(block: Block) -> Iterator[Fault]:
    """recursive_planning.c: what has every row of a reference table beside rows of devices is not done on the nodes."""
    kept = [source for source in block.sources.values() if not source.is_optional]
    if any(source.is_distributed and source.is_optional for source in block.spread) and not any(
        source.is_distributed for source in kept
    ):
        yield Fault("outer", "keep every row of a table of devices, not of a reference table")


def _within(around: Block, inner: Block, connected: dict[str, str]) -> Iterator[Fault]:
    """query_pushdown_planning.c, DeferErrorIfCannotPushdownSubquery and what it calls."""
    is_source = any(inner in source.blocks for source in around.sources.values())
    if not around.is_distributed:
        yield Fault("recurs", "begin with the table of devices: its rows are not on every node")
        return
    if not is_source and _is_linked_out(around, inner, connected):
        return  # like a function of the outer row: anything goes, on that row's node
    if not is_source and not _is_in(around, inner):
        yield Fault("correlation", "tie the subquery to its surroundings by the device")
        return
    yield from _merged(inner)


def _merged(block: Block) -> Iterator[Fault]:
    """Whatever would have to be put together from several nodes before the rest of the statement."""
    select = block.node
    for part, word in _FORBIDDEN_IN_SUBQUERIES.items():
        grouped = part == "having" and select.args.get("group") is not None
        if select.args.get(part) and not grouped:
            yield Fault("merge", f"leave {word} to the outermost SELECT")
    group = select.args.get("group")
    if group is not None and not any(block.device_of(each) for each in group.expressions):
        yield Fault("merge", "GROUP BY the device too")
    if group is None and any(_is_aggregate(each) for column in select.expressions for each in own(column)):
        yield Fault("merge", "GROUP BY the device: one row of all devices is not on one node")
    if select.args.get("distinct") and not any(block.device_of(each.unalias()) for each in select.expressions):
        yield Fault("merge", "have the device among what is DISTINCT")
    if not _windows_are_of_a_device(block):
        yield Fault("merge", "PARTITION BY the device")


def _windows_are_of_a_device(block: Block) -> bool:
    windows = [each for each in own(block.node) if isinstance(each, exp.Window)]
    return all(any(block.device_of(by) for by in each.args.get("partition_by") or ()) for each in windows)


def is_of_one_device(block: Block) -> bool:
    """Whether all that is read of devices is of one, whose number is given."""
    connected = _connected(block)
    leaves = [each.name_of(source) for each in block.everything() for source in each.spread if not source.blocks]
    places = {connected.get(name, name) for name in leaves}
    return len(places) == 1 and next(iter(places)) in {connected[name] for name in connected if name.startswith("= ")}


def _connected(block: Block) -> dict[str, str]:
    """Each source of devices and each value given, by one name for all that are the same device."""
    pairs = [link for each in block.everything() for link in each.links]
    pairs += [
        (each.name_of(source), inner.name_of(deeper))
        for each in block.everything()
        for source in each.spread
        for inner in source.blocks
        for deeper in inner.spread
        if source.device and _gives(inner, deeper)
    ]
    found: dict[str, str] = {}
    for one, other in pairs:
        first, second = found.setdefault(one, one), found.setdefault(other, other)
        found |= {name: first for name, place in found.items() if place == second}
    return found


def _gives(block: Block, source: Source) -> bool:
    """Whether the device that the block gives is this source's."""
    name = block.name_of(source)
    return any(block.device_of(each.unalias()) == name for each in block.node.expressions)


def _is_linked_out(around: Block, inner: Block, connected: dict[str, str]) -> bool:
    outside = {connected.get(around.name_of(source)) for source in around.spread} - {None}
    inside = {connected.get(inner.name_of(source)) for source in inner.spread}
    return bool(inside) and inside <= outside


def _is_in(around: Block, inner: Block) -> bool:
    return any(f"in {id(inner.node)}" in link for link in around.links)


def _mixed(statement: exp.Expression, catalogue: Catalogue) -> Iterator[Fault]:
    """local_distributed_join_planner.c: one of the two is copied over the network each time."""
    tables = {each.name for each in statement.find_all(exp.Table)}
    if tables & catalogue.local and tables & catalogue.device.keys():
        yield Fault("local", "make it a reference table, or ask twice")


def _reads_devices(node: exp.Expression, catalogue: Catalogue) -> bool:
    return any(each.name in catalogue.device for each in node.find_all(exp.Table))


def _is_changing(node: exp.Expression) -> bool:
    name = node.name if isinstance(node, exp.Anonymous) else type(node).key if isinstance(node, exp.Func) else ""
    return name.lower().replace("currenttimestamp", "current_timestamp") in _CHANGING or isinstance(node, exp.Rand)


def _is_aggregate(node: exp.Expression) -> bool:
    return isinstance(node, exp.AggFunc) and not isinstance(node.parent, exp.Window)
