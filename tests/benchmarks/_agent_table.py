"""The table of the agent's benchmark: what was measured, and whether it is as it must be."""

import os
import sys
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Row(NamedTuple):
    """One line of the table: what, how much, and what it must be; ``holds`` is None where nothing was asked."""

    what: str
    measured: str
    must: str = ""
    holds: bool | None = None


def at_most(what: str, value: float, unit: str, limit: float) -> Row:
    """A figure with a limit."""
    return Row(what, f"{value:.3g}{unit}", f"at most {limit:g}{unit}", value <= limit)


def show(parts: Mapping[str, Iterable[Row]]) -> None:
    """Print the rows of each part under its name, and on what they were measured."""
    said = {True: "holds", False: "DOES NOT HOLD", None: ""}
    load = os.getloadavg()[0]
    print(f"\nmeasured on {os.cpu_count()} processors at load {load:.1f}, Python {sys.version.split()[0]}")
    for name, rows in parts.items():
        print(name)
        for row in rows:
            print(f"  {row.what:38} {row.measured:>14}   {row.must:18} {said[row.holds]}".rstrip())
