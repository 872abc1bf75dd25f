"""From scores, events and days of a laptop to the facts that tips look at."""

from collections.abc import Iterable, Mapping, Sequence

from barometer_collector.delivery.rules.tips import Fact
from barometer_collector.rollup.views import DayFigure, EventFigure
from barometer_collector.scoring.views import MetricEvidence, Score

_DAY_MS = 86_400_000
_STARTS = ("boot_ms", "os_restart")
_PART = "counted_above"  # rows of single applications below the total

# Facts that are a metric's own value in the explained score; the lowest of several subjects.
_OF_SCORE: Mapping[str, str] = {
    "boot_ms": "boot_ms",
    "sign_in_ms": "sign_in_ms",
    "battery_capacity_permille": "battery_permille",
    "disk_free_permille": "disk_free_permille",
}


def facts_of(score: Score, events: Sequence[EventFigure], days: Sequence[DayFigure], now_ms: int) -> Mapping[str, Fact]:
    """What is known; a fact without data is not there. ``events`` are the newest first, ``days`` of the last week."""
    rows = [row for component in score.components for row in component.evidence.metrics]
    found = {
        **_measured(rows),
        "culprit_ms": _culprit(events),
        "wifi_dbm": _signal(days),
        "app_failures": _application(rows),
        "os_crashes": next((Fact(row.n) for row in rows if row.metric == "os_crash" and row.points is not None), None),
        "days_without_restart": _without_restart(events, now_ms),
    }
    return {name: fact for name, fact in found.items() if fact is not None}


def _measured(rows: Iterable[MetricEvidence]) -> dict[str, Fact | None]:
    found: dict[str, Fact | None] = {}
    for row in rows:
        name = _OF_SCORE.get(row.metric)
        if name and row.points is not None and row.typical is not None:
            before = found.get(name)
            found[name] = Fact(min(row.typical, before.value) if before else row.typical)
    return found


def _culprit(events: Sequence[EventFigure]) -> Fact | None:
    """What held up the last start most."""
    last = next((event.at for event in events if event.metric == "boot_ms"), None)
    held_up = [event for event in events if event.metric == "boot_culprit_ms" and event.at == last]
    worst = max(held_up, key=lambda event: event.value, default=None)
    return None if worst is None else Fact(worst.value, worst.subject)


def _signal(days: Iterable[DayFigure]) -> Fact | None:
    told = [(day.mean, day.n) for day in days if day.metric == "wifi_signal_dbm" and day.mean is not None]
    total = sum(n for _, n in told)
    return Fact(sum(mean * n for mean, n in told) / total) if total else None


def _application(rows: Iterable[MetricEvidence]) -> Fact | None:
    """The application that stopped most often."""
    stopped = [row for row in rows if row.metric == "app_crash" and row.note == _PART]
    worst = max(stopped, key=lambda row: row.n, default=None)
    return None if worst is None else Fact(worst.n, worst.subject)


def _without_restart(events: Sequence[EventFigure], now_ms: int) -> Fact | None:
    last = max((event.at for event in events if event.metric in _STARTS), default=None)
    return None if last is None else Fact(max(0, now_ms - last) // _DAY_MS)
