"""From what a component's points were read from to words: one line per metric, or per subject of it."""

from dataclasses import dataclass

from barometer_collector.scoring.views import Component, MetricEvidence
from barometer_collector.web import words
from barometer_collector.web.formats import Formats
from barometer_collector.web.language import Language, marked

# Why points are missing, or what to know when reading them; the codes are those of scoring.
NOTES: dict[str, str] = {
    "not_applicable": marked("cannot be measured on this laptop"),
    "not_measured": marked("no data at the moment"),
    "no_samples": marked("nothing measured in this time"),
    "too_few_hours": marked("too few hours in use to tell"),
    "too_few_attempts": marked("too few attempts to tell"),
    "awake": marked("hours awake count as hours in use"),
    "no_data": marked("no data in this time"),
    "no_answer": marked("nobody shared an answer with IT"),
    "no_tickets": marked("no tickets have been read yet"),
}
_IS_A_PART = "counted_above"
# A rate that another metric is counted in too is not called by the name of the first alone.
_TOGETHER = {"app_crash": marked("Crashes and hangs of applications")}


@dataclass(frozen=True)
class Told:
    """A line of evidence: what, the figure, and what else to know. ``is_part`` is a share of the line before it."""

    what: str
    figure: str
    more: str
    is_part: bool = False


def tell(language: Language, formats: Formats, component: Component) -> list[Told]:
    """Everything that ``component`` rests on, in the order it was given."""
    days = component.evidence.window_days
    if component.name == "cap":
        limit = language.text("at most 30 points above the lowest part, so that nothing can hide")
        return [Told(words.component(language, component.evidence.note), "", limit)]
    rows = [_row(language, formats, each, days) for each in component.evidence.metrics]
    return rows or [Told("", "", note(language, component.evidence.note))]


def note(language: Language, code: str) -> str:
    """A note in words; a code that is not known yet is shown as it is."""
    return language.text(NOTES[code]) if code in NOTES else code


def _row(language: Language, formats: Formats, row: MetricEvidence, days: int) -> Told:
    together = row.unit == "per_work_week" and row.metric in _TOGETHER
    title = language.text(_TOGETHER[row.metric]) if together else words.metric(language, row.metric)
    if row.note == _IS_A_PART:
        return Told(row.subject, words.times(language, str(row.n), row.n), "", is_part=True)
    about = words.subject(language, row.metric, row.subject)
    what = f"{title}, {about}" if about else title
    if row.points is None or row.typical is None:
        return Told(what, "", note(language, row.note))
    figure, more = _figure(language, formats, row, row.typical, days)
    failed = language.translations.ngettext("%(n)s without an answer", "%(n)s without an answer", row.failed)
    parts = [more, failed % {"n": formats.number(row.failed)} if row.failed and row.unit != "share" else ""]
    return Told(what, figure, ", ".join(part for part in (*parts, note(language, row.note)) if part))


def _figure(language: Language, formats: Formats, row: MetricEvidence, typical: float, days: int) -> tuple[str, str]:
    ngettext = language.translations.ngettext
    count = {"n": formats.number(row.n), "days": days, "lost": formats.number(row.failed)}
    match row.unit:
        case "share":
            share = formats.value(typical * 1000, "permille")
            return share, ngettext("%(lost)s of %(n)s attempt", "%(lost)s of %(n)s attempts", row.n) % count
        case "per_work_week":
            rate = formats.number(typical, 1)
            return rate, ngettext(
                "per work week in use; %(n)s in %(days)s days", "per work week in use; %(n)s in %(days)s days", row.n
            ) % count
        case "times":
            return words.times(language, str(row.n), row.n), language.text("in %(days)s days") % count
        case _ if words.is_event(row.metric):
            value = formats.value(typical, row.unit)
            return value, ngettext("the only one so far", "the middle one of the last %(n)s", row.n) % count
    mean = formats.value(typical, row.unit)
    return mean, ngettext("on average, measured %(n)s time", "on average, measured %(n)s times", row.n) % count
