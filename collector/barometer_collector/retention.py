"""``barometer-collector retention``: what is kept how long, what there is, and what the next run would delete."""

import argparse
import math
import os
from contextlib import closing
from datetime import UTC, datetime

from barometer_collector.migrations import schema
from barometer_collector.privacy.retention.promises import Way
from barometer_collector.privacy.retention.rules.cutoffs import Period
from barometer_collector.privacy.retention.service.overview import Line, overview
from barometer_collector.privacy.retention.service.room import volume_of
from barometer_collector.privacy.retention.service.standing import Standing, standing
from barometer_collector.settings import load_settings

_HEAD = ("what", "kept", "oldest", "rows", "size", "next run deletes")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Shows; deletes nothing. Other settings can be tried by giving them in the environment."
    parser.add_argument("--data", metavar="DIR", help="where everything is kept (default: barometer-data)")
    parser.add_argument("--dry-run", action="store_true", help="what this command always is: nothing is deleted by it")


def run(arguments: argparse.Namespace) -> int:
    """Show it, and give the exit status."""
    settings = load_settings({"data_dir": arguments.data}, os.environ)
    with closing(schema.open_current(settings.database_url)) as database:
        lines = overview(database, settings, datetime.now(UTC))
        found = standing(database, settings.keep, volume_of(database))
    cells = [_HEAD, *(_cells(line) for line in lines)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(_HEAD))]
    for row in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    for sentence in _disk(found):
        print(sentence)
    return 0


def _cells(line: Line) -> tuple[str, ...]:
    about = "about " if line.is_about else ""
    gone = f"{about}{line.next_deletes:,}, before {line.next_from}" if line.next_deletes else ""
    if line.next_deletes and line.next_from < line.kept_from:
        gone += f"; a day more each hour, until {line.kept_from}"
    size = f"{line.bytes / 1e6:,.1f} MB" if line.bytes and line.rows else ""
    return line.name, _told(line.way, line.period), line.oldest, f"{about}{line.rows:,}", size, gone


def _told(way: Way, period: Period | None) -> str:
    if period is None:
        return "for good" if way is Way.STAYS else "while needed"
    count, unit = (period.months, "month") if period.months else (period.days, "day")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _disk(found: Standing | None) -> list[str]:
    if found is None:
        return ["", "nothing was deleted or measured yet: a collector that serves does both, once an hour"]
    said = ["", f"measured {datetime.fromtimestamp(found.ran_at / 1000, UTC):%Y-%m-%d %H:%M} UTC"]
    said.append(f"in use {found.use.used / 1e6:,.1f} MB, raw samples {found.use.raw / 1e6:,.1f} MB of it")
    if found.raw_allowed is not None:
        said[-1] += f", which may take {found.raw_allowed / 1e6:,.1f} MB"
    if found.missing_days:
        said.append(f"for want of room there are {found.missing_days} days of raw samples less than promised")
    if found.growth_per_day is not None:
        said.append(f"it grows by {found.growth_per_day / 1e6:,.1f} MB a day")
    if found.full_in_days is not None and math.isfinite(found.full_in_days):
        said.append(f"the disk is full in {found.full_in_days:.0f} days")
    return said
