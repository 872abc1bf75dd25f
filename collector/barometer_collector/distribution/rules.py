"""Where each table lies in a Citus cluster, and which statements bring it there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    DISTRIBUTED = "distributed"  # in shards, a device's rows of all these tables on one node
    REFERENCE = "reference"  # whole on every node, so that each joins it with its own shards
    LOCAL = "local"  # on the coordinator alone


@dataclass(frozen=True)
class Placement:
    """Where a table lies. ``column`` is that of the device, of a distributed table."""

    kind: Kind
    why: str
    column: str = ""


@dataclass(frozen=True)
class Table:
    """A table as the database has it. ``rows`` is its own estimate, None where it has none. ``here`` is what its rows
    take on the coordinator itself: of one that is spread over the cluster, what was left when it was moved."""

    name: str
    kind: Kind
    colocation: int
    rows: int | None
    bytes: int
    here: int = 0


@dataclass(frozen=True)
class Step:
    """What is done with one table: moved, or its copy that nobody reads any more ``cleared`` from the coordinator."""

    table: Table
    placement: Placement
    statements: tuple[str, ...]
    cleared: bool = False


FIRST = "device"  # the others lie beside it
_OF_DEVICE = "grows with the fleet; everything of a device lies on one node"
_READ_BESIDE = "small, and read together with what is of devices"
_ASKED = "small, and changes when somebody is asked something new"
_SCORES = "one row a team and day, read together and never with rows of devices"
_BALLOTS = "must not be found through a laptop; a row for each person and round, some a second at most"


def _of_device(column: str = "device_id") -> Placement:
    return Placement(Kind.DISTRIBUTED, _OF_DEVICE, column)


def _reference(why: str) -> Placement:
    return Placement(Kind.REFERENCE, why)


def _local(why: str) -> Placement:
    return Placement(Kind.LOCAL, why)


PLACEMENTS: Mapping[str, Placement] = {
    "device": _of_device("id"),
    "device_gap": _of_device(),
    "membership": _of_device(),
    "batch": _of_device(),
    "open_batch": _of_device(),
    "sample": _of_device(),
    "quarantined": _of_device(),
    "dropped": _of_device(),
    "device_day": _of_device(),
    "packed_day": _of_device(),
    "event": _of_device(),
    "touched": _of_device(),
    "device_score": _of_device(),
    "answer": _of_device(),
    "occasion": _of_device(),
    "token_seat": _of_device(),
    "token_issue": _reference(
        "a person gets one token, whichever laptop asks: its key holds the person, not the laptop"
    ),
    "team": _reference(_READ_BESIDE),
    "campaign": _reference(_READ_BESIDE),
    "day_key": _reference(_READ_BESIDE),
    "enrolment_token": _reference(_READ_BESIDE),
    "ballot_round": _reference(_ASKED),
    "ballot_group": _reference(_ASKED),
    "words_bundle": _reference(_ASKED),
    "news": _reference(_ASKED),
    "fleet_pace": _reference("small: one row, read with every commit group"),
    "intake_load": _reference("small: a row for each process"),
    "ballot_spent": _reference(_BALLOTS),
    "ballot": _reference(_BALLOTS),
    "group_score": _reference(_SCORES),
    "group_sum": _reference(_SCORES),
    "scored_day": _reference("small: a row a day"),
    "publication": _reference(_SCORES),
    "account": _reference("small"),
    "sign_in": _reference("small, and refers to account"),
    "api_token": _reference("small"),
    "disk_use": _reference("small: a row a day"),
    "keeping_state": _reference("small: some numbers"),
    "sample_number": _local("PostgreSQL has a sequence in its place"),
    "alembic_version": _local("migrations run on the coordinator, which hands them on"),
}
"""Every table of the schema; a test holds that none is forgotten."""


def unplaced(tables: Sequence[str]) -> list[str]:
    """Which of these tables nobody has given a place."""
    return sorted(set(tables) - PLACEMENTS.keys())


def steps(tables: Sequence[Table], shards: int | None) -> list[Step]:
    """What is to be done with ``tables`` (in an order in which each follows what it refers to), nothing for those that
    are where they belong: reference tables first, then ``device``, then what lies beside it. The copies that stay on
    the coordinator go last, when none refers to another there: no retention and no erasing would find them."""
    order = (Kind.REFERENCE, Kind.DISTRIBUTED, Kind.LOCAL)
    placed = [(table, PLACEMENTS[table.name]) for table in tables if table.name in PLACEMENTS]
    placed.sort(key=lambda each: (order.index(each[1].kind), each[0].name != FIRST))
    moved = [Step(table, placement, _statements(table, placement, shards)) for table, placement in placed]
    return moved + [
        Step(table, placement, (f"SELECT truncate_local_data_after_distributing_table('{table.name}')",), cleared=True)
        for table, placement in placed
        if table.here and placement.kind is not Kind.LOCAL
    ]


def misplaced(tables: Sequence[Table]) -> list[str]:
    """What is not as it should be, in words; empty when all is."""
    beside = next((table.colocation for table in tables if table.name == FIRST), 0)
    found = []
    for table in tables:
        wanted = PLACEMENTS.get(table.name)
        if wanted is None:
            found.append(f"{table.name} has no place: this is a fault of Barometer, report it")
        elif table.kind is not wanted.kind:
            found.append(f"{table.name} is {table.kind}, not {wanted.kind}")
        elif table.kind is Kind.DISTRIBUTED and table.colocation != beside:
            found.append(
                f"{table.name} does not lie beside {FIRST}: run SELECT update_distributed_table_colocation(...)"
            )
    return found


def _statements(table: Table, placement: Placement, shards: int | None) -> tuple[str, ...]:
    if table.kind is placement.kind:
        return ()
    if placement.kind is Kind.REFERENCE:
        return (f"SELECT create_reference_table('{table.name}')",)
    if placement.kind is Kind.LOCAL:
        return (f"SELECT undistribute_table('{table.name}')",)
    count = "" if shards is None else f", shard_count => {shards}"
    beside = count if table.name == FIRST else f", colocate_with => '{FIRST}'"
    return (f"SELECT create_distributed_table('{table.name}', '{placement.column}'{beside})",)
