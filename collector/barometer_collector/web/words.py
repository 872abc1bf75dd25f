"""What the codes of scores and gaps are called by people."""

from collections.abc import Mapping

from barometer_collector.scoring.views import Group
from barometer_collector.web.language import Language, marked
from barometer_shared import labels as labels_in_words
from barometer_shared.metrics import METRICS, Kind

COMPONENTS: dict[str, str] = {
    "t": marked("Technology"),
    "x": marked("Sentiment"),
    "o": marked("Service desk"),
    "boot": marked("Starting up"),
    "sign_in": marked("Signing in"),
    "network": marked("Network"),
    "reliability": marked("Reliability"),
    "responsiveness": marked("Responsiveness"),
    "power": marked("Battery"),
    "storage": marked("Disk space"),
    "cap": marked("One part far below the rest"),
}
BANDS: dict[str | None, str] = {
    "good": marked("good"),
    "average": marked("average"),
    "poor": marked("poor"),
    "hidden": marked("not shown"),
    None: marked("no data"),
}
_UNITS = {"h": marked("h")}  # the others are the same everywhere
PLATFORMS = {"linux": "Linux", "windows": "Windows", "macos": "macOS"}


def component(language: Language, name: str) -> str:
    """The title of a component; its own name when there is none yet."""
    return language.text(COMPONENTS.get(name, name))


def band(language: Language, name: str | None) -> str:
    return language.text(BANDS[name])


def metric(language: Language, name: str) -> str:
    """The title of a metric; its own name when the catalogue does not know it."""
    row = METRICS.get(name)
    return row.meaning(language.code).title if row else name


def meaning(language: Language, name: str) -> str:
    """What a metric measures, in one sentence; empty when the catalogue does not know it."""
    row = METRICS.get(name)
    return row.meaning(language.code).sentence if row else ""


def subject(language: Language, metric_name: str, name: str) -> str:
    """What a sample is about: a phase or a resource in words, the name of an application or a target as it is."""
    return labels_in_words.subject(metric_name, name, language.code)


def labels(language: Language, told: Mapping[str, str]) -> str:
    """The labels of a sample in words; empty without any."""
    return labels_in_words.labels(told, language.code)


def verdict(language: Language, metric_name: str, value: int) -> str:
    """Yes or no, for a metric that says one of them; empty for the others."""
    return labels_in_words.verdict(metric_name, value, language.code)


def times(language: Language, shown: str, n: int) -> str:
    """``3 times``, with the number as it is shown in this language."""
    return language.translations.ngettext("%(n)s time", "%(n)s times", n) % {"n": shown}


def unit(name: str) -> str:
    """The unit of a metric's values."""
    row = METRICS.get(name)
    return row.unit if row else ""


def unit_name(language: Language, shown: str) -> str:
    """A unit as people of this language write it."""
    return language.text(_UNITS.get(shown, shown)) if shown else ""


def is_event(name: str) -> bool:
    row = METRICS.get(name)
    return row is not None and row.kind is Kind.EVENT


def readable(language: Language, texts: Mapping[str, str]) -> str:
    """In which language of ``texts`` ({language: text}, at least one) to show them: the reader's, else English."""
    return next((code for code in (language.code, "en") if code in texts), min(texts))


def platform(name: str) -> str:
    return PLATFORMS.get(name, name)


def why_no_score(language: Language, group: Group) -> str:
    """Why a group has no experience score, and what to do about it; empty when it has one."""
    if group.experience.value is not None:
        return ""
    if not group.devices:
        return language.text("No data yet: this team has no laptops. Enrol one with a token of this team.")
    if not group.scored_devices:
        return language.text(
            "No data yet: no laptop has a score. A score needs data for half of its weight, so let the agents run."
        )
    return language.text("No score is shown: too little of its weight has data.")
