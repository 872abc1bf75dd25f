"""What each system can and cannot measure: one table per system, ``sources/<system>/coverage.py``, a cell per metric.

The page of the platforms, ``barometer-agent samplers`` and the gaps that an agent reports are all made from these.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from barometer_agent.sampler import Reason

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


def cells(system: str) -> Mapping[str, Cell]:
    """The cells of ``system`` (``linux``, ``windows`` or ``macos``) by the name of the metric in the catalogue."""
    table: Mapping[str, Cell] = import_module(f"barometer_agent.sources.{system}.coverage").CELLS
    return table
