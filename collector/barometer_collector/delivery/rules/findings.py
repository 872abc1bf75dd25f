"""What was measured of a component, in one sentence for the people of the laptop; or why there is nothing."""

from collections.abc import Mapping

from barometer_collector.delivery.rules.amounts import in_unit, percent
from barometer_collector.delivery.rules.wording import Sentence
from barometer_collector.scoring.views import Component, MetricEvidence, Score
from barometer_shared.questions import Localised

CAP = "cap"  # the limit that the lowest component sets; it is none itself

NAMES: Mapping[str, Sentence] = {
    "boot": Sentence("Starting up", "Opstarten"),
    "sign_in": Sentence("Signing in", "Aanmelden"),
    "network": Sentence("Network", "Netwerk"),
    "reliability": Sentence("Reliability", "Betrouwbaarheid"),
    "responsiveness": Sentence("Responsiveness", "Vlotheid"),
    "power": Sentence("Battery", "Accu"),
    "storage": Sentence("Disk space", "Schijfruimte"),
    CAP: Sentence("One part far below the rest", "Eén onderdeel ver onder de rest"),
}
_CAPPED = Sentence(
    "No score is more than 30 points above its lowest part, here {name}: one thing that is broken spoils the rest.",
    "Geen score ligt meer dan 30 punten boven het laagste onderdeel, hier {name}: één kapot ding bederft de rest.",
)
_MEASURED: Mapping[str, Sentence] = {
    "boot_ms": Sentence("Starting up takes about {value}.", "Opstarten duurt ongeveer {value}."),
    "boot_idle_ms": Sentence(
        "Once the desktop is there, it takes about {value} more until the laptop has come to rest.",
        "Als het bureaublad er is, duurt het nog ongeveer {value} tot de laptop tot rust is gekomen.",
    ),
    "sign_in_ms": Sentence("Signing in takes about {value}.", "Aanmelden duurt ongeveer {value}."),
    "time_to_first_byte_us": Sentence(
        "{subject} takes {value} on average to answer.", "{subject} doet er gemiddeld {value} over om te antwoorden."
    ),
    "tcp_connect_us": Sentence(
        "Connecting to {subject} takes {value} on average.", "Verbinden met {subject} duurt gemiddeld {value}."
    ),
    "jitter_us": Sentence(
        "Answers of {subject} come {value} sooner or later than the one before, on average.",
        "Antwoorden van {subject} komen gemiddeld {value} eerder of later dan het vorige.",
    ),
    "connects_lost": Sentence(
        "{value} of the connections{to} failed or came late.",
        "{value} van de verbindingen{to} mislukte of kwam te laat.",
    ),
    "app_crash": Sentence(
        "Crashes and hangs of applications in {days} days: {n}, which is {value} per week of work.",
        "Programma's die in {days} dagen crashten of vastliepen: {n}, dat is {value} per werkweek.",
    ),
    "os_crash": Sentence(
        "Crashes of the whole system in {days} days: {n}.", "Crashes van het hele systeem in {days} dagen: {n}."
    ),
    "pressure_permille": Sentence(
        "Something had to wait for processor, memory or disk during {value} of the time.",
        "Gedurende {value} van de tijd moest er iets wachten op processor, geheugen of schijf.",
    ),
    "battery_capacity_permille": Sentence(
        "The battery holds {value} of what it held when it was new.",
        "De accu houdt nog {value} vast van toen hij nieuw was.",
    ),
    "disk_free_permille": Sentence("{value} of the fullest disk is free.", "Van de volste schijf is {value} vrij."),
}
_TO = Sentence(" to {subject}", " met {subject}")
_ALL_TARGETS = Sentence("the network", "het netwerk")
_OTHER = Sentence("{metric}: {value}.", "{metric}: {value}.")
_NOT_APPLICABLE = Sentence("This cannot be measured on this laptop.", "Dit is op deze laptop niet te meten.")
_TOO_FEW_HOURS = Sentence("Too few hours in use to tell.", "Te weinig uren gebruikt om het te zeggen.")
_TOO_FEW_ATTEMPTS = Sentence("Too few connections to tell.", "Te weinig verbindingen om het te zeggen.")
_NOTHING = Sentence("Nothing was measured in the last {days} days.", "De laatste {days} dagen is er niets gemeten.")
_MISSING: Mapping[str, Sentence] = {
    "not_applicable": _NOT_APPLICABLE,
    "too_few_hours": _TOO_FEW_HOURS,
    "too_few_attempts": _TOO_FEW_ATTEMPTS,
}
_NO_SCORE = Sentence(
    "There is no score yet: {share} of what counts for it was measured, and it takes half.",
    "Er is nog geen score: van wat meetelt is {share} gemeten, en de helft is nodig.",
)


def name_of(component: str) -> Localised:
    """What people call it; its own name when there is no other yet."""
    return NAMES[component].told() if component in NAMES else {"en": component}


def finding_of(component: Component) -> Localised:
    """About that metric of it which costs most."""
    days = component.evidence.window_days
    if component.name == CAP:
        return _CAPPED.told(name=_lowered(name_of(component.evidence.note)))
    measured = [row for row in component.evidence.metrics if row.points is not None and row.typical is not None]
    if component.value is None or not measured:
        return _missing(component).told(days=days)
    return _told(max(measured, key=_cost), days)


def missing_of(score: Score) -> Localised:
    """Why there is no score; {} where there is one."""
    return {} if score.value is not None else _NO_SCORE.told(share=percent(score.coverage))


def _cost(row: MetricEvidence) -> float:
    return row.share * (100.0 - (row.points or 0.0))


def _told(row: MetricEvidence, days: int) -> Localised:
    value = in_unit(row.typical or 0.0, row.unit)
    sentence = _MEASURED.get(row.metric, _OTHER)
    about = {"subject": row.subject or _ALL_TARGETS.told(), "to": _TO.told(subject=row.subject) if row.subject else ""}
    return sentence.told(value=value, metric=row.metric, n=row.n, days=days, **about)


def _missing(component: Component) -> Sentence:
    """The same for all of its metrics, or nothing in particular."""
    notes = {component.evidence.note} if component.evidence.note == "not_applicable" else set[str]()
    notes |= {row.note for row in component.evidence.metrics if row.points is None}
    return next((_MISSING[note] for note in sorted(notes) if note in _MISSING), _NOTHING)


def _lowered(name: Localised) -> Localised:
    return {language: text[:1].lower() + text[1:] for language, text in name.items()}
