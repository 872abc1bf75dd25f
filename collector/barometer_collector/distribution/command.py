"""``barometer-collector distribute``: spread the tables over a Citus cluster."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import closing

from barometer_collector.distribution import service
from barometer_collector.distribution.rules import Step
from barometer_collector.migrations import schema
from barometer_collector.settings import load_settings

_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")
_STEP = 1024
_MOST_SHARDS = 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="DIR", help="where everything is kept (default: barometer-data)")
    parser.add_argument("--dry-run", action="store_true", help="print what would be done, statement by statement")
    parser.add_argument(
        "--shards", type=_shards, metavar="N", help="shards of each table (default: the cluster's citus.shard_count)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Distribute what is not yet, or tell of it, and give the exit status."""
    settings = load_settings({"data_dir": arguments.data}, os.environ)
    with closing(schema.open_current(settings.database_url)) as database:
        try:
            cluster, planned = service.look(database, arguments.shards)
            print(f"Citus {cluster.installed} on {cluster.nodes} nodes")
            if arguments.dry_run:
                for step in planned:
                    _tell_all(step)
            else:
                service.distribute(database, planned, _tell)
        except service.DistributionError as error:
            return _failed(str(error))
    print(_told(planned, arguments.dry_run))
    return 0


def _told(planned: Sequence[Step], dry_run: bool) -> str:
    tables = sum(not step.cleared for step in planned)
    moved = sum(bool(step.statements) and not step.cleared for step in planned)
    cleared = sum(step.cleared for step in planned)
    if not moved + cleared:
        return f"all {tables} tables are where they belong: nothing to do"
    if dry_run:
        return f"{moved} of {tables} tables would be moved, {cleared} copies cleared; nothing was changed"
    return f"{moved} of {tables} tables were moved, {cleared} copies cleared"


def _tell_all(step: Step) -> None:
    if step.statements:
        _tell(step)
    for statement in step.statements:
        print(f"    {statement};")


def _tell(step: Step) -> None:
    if step.cleared:
        print(f"{step.table.name}: its copy on the coordinator is cleared", flush=True)
        return
    rows = "rows not counted yet" if step.table.rows is None else f"about {step.table.rows:,} rows"
    print(
        f"{step.table.name}: {step.placement.kind}, {rows}, {_size(step.table.bytes)} ({step.placement.why})",
        flush=True,
    )


def _size(count: int) -> str:
    size, unit = float(count), 0
    while size >= _STEP and unit < len(_UNITS) - 1:
        size, unit = size / _STEP, unit + 1
    return f"{size:.0f} {_UNITS[unit]}" if unit == 0 else f"{size:.1f} {_UNITS[unit]}"


def _shards(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_SHARDS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {_MOST_SHARDS}")
    return int(text)


def _failed(message: str) -> int:
    print(f"distribute: {message}", file=sys.stderr)
    return 1
