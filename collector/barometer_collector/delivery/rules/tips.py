"""What somebody can do about it without IT, where what is known of the laptop passes a threshold."""

from collections.abc import Mapping
from dataclasses import dataclass

from barometer_collector.delivery.rules.amounts import duration, number
from barometer_collector.delivery.rules.wording import Sentence
from barometer_shared.questions import Localised


@dataclass(frozen=True)
class Fact:
    """Something known of a laptop: an amount, and what it is about where that has a name."""

    value: float
    name: str = ""


@dataclass(frozen=True)
class Tip:
    """Given with ``component`` when ``fact`` is at ``bound`` or past it: below it where ``is_low``, else above.

    ``source`` is where the bound comes from. ``{value}``, ``{time}`` and ``{name}`` of the sentence are of the fact.
    """

    component: str
    fact: str
    bound: float
    sentence: Sentence
    source: str
    is_low: bool = False

    def applies(self, facts: Mapping[str, Fact]) -> bool:
        known = facts.get(self.fact)
        if known is None:
            return False
        return known.value <= self.bound if self.is_low else known.value >= self.bound


# Of a component the first that applies is given.
TIPS = (
    Tip(
        "boot",
        "culprit_ms",
        10_000,
        Sentence(
            "“{name}” held up the last start by {time}. If it is a program that you can do without at first, switch "
            "off that it starts by itself; if not, tell IT.",
            "“{name}” hield de laatste start {time} op. Is het een programma dat je niet meteen nodig hebt, zet dan "
            "uit dat het vanzelf start; is het iets anders, vertel het dan aan IT.",
        ),
        "Barometer: a sixth of the longest start that the model calls good",
    ),
    Tip(
        "boot",
        "boot_ms",
        60_000,
        Sentence(
            "Let the laptop sleep between two moments of work instead of shutting it down; restarting once a week is "
            "enough.",
            "Zet de laptop tussendoor in de slaapstand in plaats van uit; één keer per week herstarten is genoeg.",
        ),
        "the model's good: Windows Diagnostics-Performance calls longer starts a minor degradation",
    ),
    Tip(
        "sign_in",
        "sign_in_ms",
        30_000,
        Sentence(
            "The fewer programs start with you, the sooner you can work: switch off those that you can do without at "
            "first.",
            "Hoe minder er met je meestart, hoe eerder je aan de slag kunt: zet uit wat je niet meteen nodig hebt.",
        ),
        "the model's good",
    ),
    Tip(
        "network",
        "wifi_dbm",
        -68,
        Sentence(
            "The Wi-Fi signal is weak where you usually sit (about {value} dBm): move closer to the access point, or "
            "use a cable.",
            "Het wifisignaal is zwak waar je meestal zit (ongeveer {value} dBm): ga dichter bij het toegangspunt "
            "zitten, of neem een kabel.",
        ),
        "Cisco's guides for voice over Wi-Fi ask for -67 dBm or better",
        is_low=True,
    ),
    Tip(
        "reliability",
        "app_failures",
        3,
        Sentence(
            "{name} stopped or hung {value} times in two weeks: install its update, or ask IT for one.",
            "{name} stopte of hing {value} keer in twee weken: installeer de update ervan, of vraag IT erom.",
        ),
        "Barometer: more often than once a week",
    ),
    Tip(
        "reliability",
        "os_crashes",
        1,
        Sentence(
            "Install the updates that are waiting and restart. If it happens again, tell IT.",
            "Installeer de updates die klaarstaan en herstart. Gebeurt het weer, vertel het dan aan IT.",
        ),
        "Microsoft Intune: a typical device crashes fewer than twice a year",
    ),
    Tip(
        "responsiveness",
        "days_without_restart",
        14,
        Sentence(
            "This laptop was not restarted for {value} days: restart it.",
            "Deze laptop is al {value} dagen niet opnieuw gestart: herstart hem.",
        ),
        "Barometer: two weeks, in which what leaks memory grows and updates wait",
    ),
    Tip(
        "power",
        "battery_permille",
        600,
        Sentence("The battery is worn: ask IT for another one.", "De accu is versleten: vraag IT om een andere."),
        "the model's poor: the band of Microsoft Intune",
        is_low=True,
    ),
    Tip(
        "storage",
        "disk_free_permille",
        100,
        Sentence(
            "Empty the bin and remove downloads that you no longer need; what is large belongs where IT keeps files.",
            "Leeg de prullenbak en gooi downloads weg die je niet meer nodig hebt; grote bestanden horen op de plek "
            "die IT ervoor heeft.",
        ),
        "the model's good",
        is_low=True,
    ),
)


def tip_of(component: str, facts: Mapping[str, Fact]) -> Localised:
    """The one tip for a component; {} for none."""
    found = next((tip for tip in TIPS if tip.component == component and tip.applies(facts)), None)
    if found is None:
        return {}
    known = facts[found.fact]
    return found.sentence.told(value=number(round(known.value)), time=duration(known.value), name=known.name)
