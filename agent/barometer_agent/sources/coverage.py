"""What each system can and cannot measure: one table per system, ``sources/<system>/coverage.py``, a cell per metric.

The page of the platforms, ``barometer-agent samplers`` and the gaps that an agent reports are all made from these.
"""

import functools
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from barometer_agent.sampler import Reason
from barometer_agent.sources import system

SYSTEMS = ("linux", "windows", "macos")


@dataclass(frozen=True)
class Measured:
    """``how`` names the source; ``needs`` what it takes beyond an ordinary account or a usual installation."""

    how: Reason
    needs: Reason | None = None


@dataclass(frozen=True)
class NotMeasured:
    """``why`` is a sentence for IT: it travels as the gap of the metric."""

    why: Reason


Cell = Measured | NotMeasured


def cells(name: str) -> Mapping[str, Cell]:
    """The cells of the system ``name`` (one of SYSTEMS) by the name of the metric in the catalogue."""
    table: Mapping[str, Cell] = import_module(f"barometer_agent.sources.{name}.coverage").CELLS
    return table


@functools.cache
def not_measured(platform: str = sys.platform) -> Mapping[str, Reason]:
    """Why this system cannot measure a metric, for each that it cannot."""
    table = cells(system.wire_name(platform))
    return {metric: cell.why for metric, cell in table.items() if isinstance(cell, NotMeasured)}
