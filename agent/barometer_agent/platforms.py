"""What each system can and cannot measure, in words, as docs/platforms.md and ``barometer-agent samplers`` show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from barometer_agent import language
from barometer_agent.language import Say
from barometer_agent.sources import coverage
from barometer_agent.sources.coverage import SYSTEMS, Cell, Measured
from barometer_shared.metrics import METRICS

Table = Mapping[str, Cell]
NAMES: Mapping[str, str] = {"linux": "Linux", "windows": "Windows", "macos": "macOS"}


@dataclass(frozen=True)
class Line:
    """One or more metrics that are measured in the same way, and how, per system; its place is that of ``systems``."""

    metrics: tuple[str, ...]
    titles: tuple[str, ...]
    told: tuple[str, ...]


def lines(code: str, systems: Sequence[str] = SYSTEMS, tables: Sequence[Table] | None = None) -> list[Line]:
    """The table in the language ``code``, in the order of the catalogue; metrics with the same cells share a line."""
    say = language.speaker(code)
    cells = [coverage.cells(system) for system in systems] if tables is None else tables
    same: dict[tuple[str, ...], list[str]] = {}
    for metric in METRICS:
        same.setdefault(tuple(_told(table[metric], code, say) for table in cells), []).append(metric)
    return [
        Line(tuple(metrics), tuple(METRICS[metric].meaning(code).title for metric in metrics), told)
        for told, metrics in same.items()
    ]


def _told(cell: Cell, code: str, say: Say) -> str:
    if not isinstance(cell, Measured):
        return say("platforms.not_measured", why=language.choose(cell.why._asdict(), code))
    how = language.choose(cell.how._asdict(), code)
    if cell.needs is None:
        return how
    return say("platforms.needs", how=how, needs=language.choose(cell.needs._asdict(), code))
