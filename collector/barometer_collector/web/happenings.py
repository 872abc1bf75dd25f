"""What happened on a laptop, as a person tells it: a boot is one thing, with its parts and what held it up below it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from barometer_collector.rollup.views import EventFigure
from barometer_collector.web import words
from barometer_collector.web.formats import Formats
from barometer_collector.web.language import Language

_PHASES = {"boot_phase_ms": "boot_ms", "sign_in_phase_ms": "sign_in_ms"}
_CULPRITS = "boot_culprit_ms"
_AFTERWARDS = "boot_idle_ms"
_MORE = "more"
_EVERYDAY = ("wake_ms", "vpn_connect_ms")  # so often a day that what matters would be lost among them
_HOUR_MS = 3_600_000
_WHOLE = {**_PHASES, _CULPRITS: "boot_ms", _AFTERWARDS: "boot_ms"}


@dataclass(frozen=True)
class Happening:
    """One line: ``subject`` names an application, ``figure`` how long it took, ``note`` what else is known of it.

    What happens again and again within an hour is one line, which says how many times; so is what happens every day
    (waking, connecting), once a day.

    ``phases`` are the parts it consists of, in their order; ``culprits`` what held it up, the slowest first; ``rest``
    is how long the laptop needed afterwards to come to rest.
    """

    at: int
    title: str
    subject: str = ""
    figure: str = ""
    note: str = ""
    phases: tuple[str, ...] = ()
    culprits: tuple[str, ...] = ()
    rest: str = ""


def happenings_of(language: Language, formats: Formats, events: Sequence[EventFigure]) -> list[Happening]:
    """In the order of ``events``, which is the newest first; a part that lost its whole stands by itself."""
    parts: dict[tuple[str, int], list[EventFigure]] = defaultdict(list)
    wholes = {(event.metric, event.at) for event in events}
    for event in reversed(events):  # in the order in which they were told
        if (key := (_WHOLE.get(event.metric, ""), event.at)) in wholes:
            parts[key].append(event)
    alone = [event for event in events if (_WHOLE.get(event.metric, ""), event.at) not in wholes]
    told = [
        _happening(language, formats, event, times, parts.get((event.metric, event.at), ()))
        for event, times in _counted(event for event in alone if event.metric not in _EVERYDAY)
    ]
    told += _by_day(language, formats, [event for event in alone if event.metric in _EVERYDAY])
    return sorted(told, key=lambda each: -each.at)


def _by_day(language: Language, formats: Formats, events: Iterable[EventFigure]) -> Iterable[Happening]:
    days: dict[tuple[str, str, str], list[EventFigure]] = defaultdict(list)
    for event in events:
        days[event.metric, event.subject, formats.day_of(event.at)].append(event)
    for of_day in days.values():
        newest = max(of_day, key=lambda event: event.at)
        if len(of_day) == 1:
            yield _happening(language, formats, newest, 1, ())
            continue
        values = sorted(event.value for event in of_day)
        unit = words.unit(newest.metric)
        about = {"middle": formats.value(median(values), unit), "slowest": formats.value(values[-1], unit)}
        yield Happening(
            at=newest.at,
            title=words.metric(language, newest.metric),
            subject=words.subject(language, newest.metric, newest.subject),
            figure=words.times(language, formats.number(len(values)), len(values)),
            note=language.text("that day; the middle one %(middle)s, the slowest %(slowest)s") % about,
        )


def _counted(events: Iterable[EventFigure]) -> list[tuple[EventFigure, int]]:
    """Each with how many times it happened: the agent tells of a storm only some, and with the last how many more."""
    counted: list[tuple[EventFigure, int]] = []
    for event in events:
        last, times = counted[-1] if counted else (event, 0)
        one = 1 + _more(event)
        if times and _is_same(last, event):
            counted[-1] = last, times + one
        else:
            counted.append((event, one))
    return counted


def _is_same(last: EventFigure, event: EventFigure) -> bool:
    of_one = (last.metric, last.subject, _lasting(last)) == (event.metric, event.subject, _lasting(event))
    return of_one and words.unit(event.metric) == "count" and last.at - event.at < _HOUR_MS


def _lasting(event: EventFigure) -> dict[str, str]:
    return {name: value for name, value in event.labels.items() if name != _MORE}


def _more(event: EventFigure) -> int:
    told = event.labels.get(_MORE, "")
    return int(told) if told.isascii() and told.isdigit() else 0


def _happening(
    language: Language, formats: Formats, event: EventFigure, times: int, parts: Sequence[EventFigure]
) -> Happening:
    culprits = sorted((part for part in parts if part.metric == _CULPRITS), key=lambda part: -part.value)
    rest = next((part for part in parts if part.metric == _AFTERWARDS), None)
    return Happening(
        at=event.at,
        title=words.metric(language, event.metric),
        subject=words.subject(language, event.metric, event.subject),
        figure=words.times(language, formats.number(times), times) if times > 1 else _figure(formats, event),
        note=words.labels(language, _lasting(event)),
        phases=tuple(_parts(language, formats, (part for part in parts if part.metric in _PHASES))),
        culprits=tuple(_parts(language, formats, culprits)),
        rest=_figure(formats, rest) if rest else "",
    )


def _parts(language: Language, formats: Formats, parts: Iterable[EventFigure]) -> Iterable[str]:
    for part in parts:
        kind = {"kind": part.labels["kind"]} if part.metric == _CULPRITS and "kind" in part.labels else {}
        what = " ".join(filter(None, (words.subject(language, part.metric, part.subject), _figure(formats, part))))
        yield f"{what} ({words.labels(language, kind)})" if kind else what


def _figure(formats: Formats, event: EventFigure) -> str:
    unit = words.unit(event.metric)
    return "" if unit == "count" else formats.value(event.value, unit)
