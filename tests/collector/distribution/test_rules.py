"""Where tables go, and with which statements."""

import pytest

from barometer_collector.distribution.rules import PLACEMENTS, Kind, Table, misplaced, steps, unplaced


def _tables(kind: Kind = Kind.LOCAL, **kinds: Kind) -> list[Table]:
    return [Table(name, kinds.get(name, kind), 2, None, 0) for name in PLACEMENTS]


def _in_place() -> list[Table]:
    return [Table(name, placement.kind, 2, 5, 9) for name, placement in PLACEMENTS.items()]


def test_every_place_says_why() -> None:
    assert [name for name, placement in PLACEMENTS.items() if not placement.why] == []


def test_reference_tables_come_before_what_refers_to_them_and_the_device_before_what_lies_beside_it() -> None:
    order = [step.table.name for step in steps(_tables(), None) if step.statements]
    assert order.index("team") < order.index("device") < order.index("membership")
    kinds = [PLACEMENTS[name].kind for name in order]
    assert kinds == sorted(kinds, key=(Kind.REFERENCE, Kind.DISTRIBUTED).index)


def test_a_table_of_devices_is_laid_beside_them_and_the_number_of_shards_is_that_of_the_device() -> None:
    said = {step.table.name: step.statements[-1] for step in steps(_tables(), 64) if step.statements}
    assert said["device"] == "SELECT create_distributed_table('device', 'id', shard_count => 64)"
    assert said["batch"] == "SELECT create_distributed_table('batch', 'device_id', colocate_with => 'device')"
    assert said["team"] == "SELECT create_reference_table('team')"


def test_without_a_number_of_shards_the_cluster_has_its_own() -> None:
    said = {step.table.name: step.statements[-1] for step in steps(_tables(), None) if step.statements}
    assert said["device"] == "SELECT create_distributed_table('device', 'id')"


def test_what_is_in_place_is_left_alone() -> None:
    assert [step.statements for step in steps(_in_place(), None)] == [()] * len(PLACEMENTS)
    assert misplaced(_in_place()) == []


def test_a_copy_that_was_left_on_the_coordinator_goes_last() -> None:
    tables = [Table("device", Kind.DISTRIBUTED, 2, 5, 9, 8192), Table("event", Kind.LOCAL, 0, 5, 9, 0)]
    moved, cleared = (step for step in steps(tables, None) if step.statements)
    assert (moved.table.name, moved.cleared) == ("event", False)
    assert cleared.statements == ("SELECT truncate_local_data_after_distributing_table('device')",)


def test_what_must_be_on_the_coordinator_is_taken_back() -> None:
    (step,) = [each for each in steps([Table("alembic_version", Kind.REFERENCE, 1, 1, 1)], None) if each.statements]
    assert step.statements == ("SELECT undistribute_table('alembic_version')",)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (Table("batch", Kind.LOCAL, 0, None, 0), "batch is local, not distributed"),
        (Table("batch", Kind.DISTRIBUTED, 7, None, 0), "batch does not lie beside device"),
        (Table("of_tomorrow", Kind.LOCAL, 0, None, 0), "of_tomorrow has no place"),
    ],
)
def test_what_is_not_in_place_is_named(table: Table, words: str) -> None:
    (found,) = misplaced([Table("device", Kind.DISTRIBUTED, 2, None, 0), table])
    assert found.startswith(words)


def test_a_table_that_nobody_placed_is_named() -> None:
    assert unplaced(["device", "of_tomorrow"]) == ["of_tomorrow"]
