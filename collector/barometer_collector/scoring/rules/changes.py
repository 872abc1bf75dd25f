"""What another model would have made of the past."""

from collections.abc import Iterable
from dataclasses import dataclass

from barometer_collector.scoring.rules.curve import band


@dataclass(frozen=True)
class GroupChange:
    """T of a group on a day, as it is and as it would have been; None without data."""

    key: str
    day: str
    before: float | None
    after: float | None

    @property
    def difference(self) -> float | None:
        if self.before is None or self.after is None:
            return None
        return round(self.after - self.before, 2)


@dataclass(frozen=True)
class Replay:
    """The past under the model ``before`` and under ``after``. ``bands`` counts the devices whose band on the last
    day changes, by (band before, band after); None stands for no score."""

    before: str
    after: str
    changes: tuple[GroupChange, ...]
    devices: int
    bands: tuple[tuple[str | None, str | None, int], ...]
    stored: bool

    def __str__(self) -> str:
        return as_table(self)


def changed_bands(pairs: Iterable[tuple[float | None, float | None]]) -> tuple[tuple[str | None, str | None, int], ...]:
    """How many values move from which band to which; most first."""
    counts: dict[tuple[str | None, str | None], int] = {}
    for before, after in pairs:
        move = band(before), band(after)
        if move[0] != move[1]:
            counts[move] = counts.get(move, 0) + 1
    return tuple((*move, count) for move, count in sorted(counts.items(), key=lambda each: (-each[1], str(each[0]))))


def as_table(replay: Replay) -> str:
    """``replay`` as the command line prints it."""
    rows = [("group", "day", replay.before, replay.after, "change")]
    rows += [
        (each.key, each.day, _shown(each.before), _shown(each.after), _signed(each.difference))
        for each in replay.changes
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [_line(row, widths) for row in rows]
    moved = [
        f"{count} devices from {before or 'no score'} to {after or 'no score'}" for before, after, count in replay.bands
    ]
    summary = f"{replay.devices} devices, on the last day: " + (", ".join(moved) or "every one keeps its band")
    return "\n".join([*lines, summary, "stored" if replay.stored else "nothing was stored"])


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    left = [cell.ljust(width) for cell, width in zip(row[:2], widths[:2], strict=True)]
    right = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=True)]
    return "  ".join([*left, *right])


def _shown(value: float | None) -> str:
    return "no data" if value is None else f"{value:.2f}"


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.2f}"
