"""What was measured side by side, as rows: medians, the paired ratio, and whether it is as it must be."""

from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple


class Compared(NamedTuple):
    """Rates of ours and of another, turn by turn of the same rounds; ``must`` is the least ratio, None: only told."""

    what: str
    ours: Sequence[float]
    theirs: Sequence[float]
    unit: str
    must: float | None = None
    aim: float | None = None

    @property
    def ratios(self) -> list[float]:
        return [one / other for one, other in zip(self.ours, self.theirs, strict=True)]

    @property
    def ratio(self) -> float:
        """The median of the ratios of each round: what slows a whole round down falls out of it."""
        return median(self.ratios)

    @property
    def holds(self) -> bool | None:
        return None if self.must is None else self.ratio >= self.must


def lines(rows: Iterable[Compared]) -> list[str]:
    """The table, with its head."""
    head = f"{'against':34} {'Barometer':>30} {'the other':>30} {'ratio':>22}   must"
    return [head, *(_line(row) for row in rows)]


def _line(row: Compared) -> str:
    said = {True: "held", False: "MISSED", None: ""}[row.holds]
    must = "" if row.must is None else f">= {row.must:g} x"
    aim = "" if row.aim is None else f" (aim {row.aim:g} x)"
    ratio = f"{row.ratio:.2f} x ({min(row.ratios):.2f}..{max(row.ratios):.2f})"
    told = f"{row.what:34} {_span(row.ours)} {_span(row.theirs)} {ratio:>22}   {row.unit:10} {must}{aim} {said}"
    return told.rstrip()


def _span(rates: Sequence[float]) -> str:
    return f"{f'{median(rates):,.0f} ({min(rates):,.0f}..{max(rates):,.0f})':>30}"
