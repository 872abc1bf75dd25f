"""Subjects and labels of samples in a person's words, the same on the laptop ("what we sent") and in the collector.

Agents of later versions may send a name or a value that is not here: it is then shown as it came.
"""

from collections.abc import Mapping
from typing import NamedTuple

from barometer_shared.metrics import METRICS, Subject


class Words(NamedTuple):
    """The same in each language; ``{}`` stands for the value."""

    en: str
    nl: str

    def of(self, language: str) -> str:
        """In ``language``; English where that language is not known."""
        return self.nl if language == "nl" else self.en


def label(name: str, value: str, language: str) -> str:
    """One label: "over Wi-Fi", "version 3.1"."""
    known = _VALUES.get(name, {}).get(value) or _NAMES.get(name)
    return known.of(language).replace("{}", value) if known else f"{name} {value}"


def labels(told: Mapping[str, str], language: str) -> str:
    """All labels of a sample, in their order; empty without any."""
    return ", ".join(label(name, value, language) for name, value in told.items())


def subject(metric: str, name: str, language: str) -> str:
    """What a sample of ``metric`` is about: the name of an application or a target as it is, a phase in words."""
    row = METRICS.get(metric)
    if row and row.subject is Subject.METRIC and name in METRICS:
        return METRICS[name].meaning(language).title
    known = _SUBJECTS.get(row.subject, {}).get(name) if row else None
    return known.of(language) if known else name


def verdict(metric: str, value: int, language: str) -> str:
    """A value that is a yes or a no, in words; empty for any other metric."""
    answers = _VERDICTS.get(metric, ())
    return answers[value].of(language) if 0 <= value < len(answers) else ""


# All that may stand beside a value, and what it says: agents send no other label, and docs/metrics.md lists these.
MEANINGS: Mapping[str, Words] = {
    "after_update": Words(
        "A boot: it was the first after an update.", "Bij het opstarten: de eerste keer na een update."
    ),
    "basis": Words(
        "Waiting: estimated from counters, where the system does not count waiting itself.",
        "Bij wachten: geschat uit tellers, waar het systeem wachten niet zelf telt.",
    ),
    "code": Words(
        "A shutdown or a VPN that failed: the system's own number for why.",
        "Bij afsluiten en een mislukte VPN: het nummer waarmee het systeem de reden aanduidt.",
    ),
    "exception": Words(
        "An application crash: the number of its exception.", "Bij een gecrasht programma: het nummer van de exceptie."
    ),
    "family": Words("A target: reached over IPv4 or IPv6.", "Bij een bestemming: bereikt via IPv4 of IPv6."),
    "fell_back_from": Words(
        "A target: which of the two gave no answer before.",
        "Bij een bestemming: welke van de twee eerder niet antwoordde.",
    ),
    "kind": Words(
        "Of what sort a boot, what held it up, or a crash was.",
        "Om wat voor soort opstart, oponthoud of crash het gaat.",
    ),
    "link": Words(
        "A target: over a cable, Wi-Fi, a VPN, a mobile network or another kind of connection. Never its name.",
        "Bij een bestemming: via kabel, wifi, VPN, mobiel of een ander soort verbinding. Nooit de naam ervan.",
    ),
    "more": Words(
        "The last of many alike (crashes, failures): how many more there were.",
        "Bij een reeks gelijke crashes of fouten: hoeveel het er nog meer waren.",
    ),
    "reason": Words(
        "Why a target or a VPN failed, the laptop stopped, or the agent restarted itself, in one word.",
        "Waarom een bestemming of VPN faalde, de laptop stopte of de agent zichzelf herstartte, in één woord.",
    ),
    "seen": Words(
        "What happened: in the two weeks before Barometer was installed, taken from the system's log.",
        "Bij wat er gebeurde: in de twee weken voordat Barometer er was, uit het logboek van het systeem.",
    ),
    "signal": Words(
        "An application crash: the signal that ended it.", "Bij een gecrasht programma: het signaal dat het stopte."
    ),
    "signal_dbm": Words(
        "A target reached over Wi-Fi: how strong its signal was, to the nearest 5 dBm.",
        "Bij een bestemming via wifi: hoe sterk het signaal was, afgerond op 5 dBm.",
    ),
    "version": Words(
        "An application that crashed or hung: its version.", "Bij een programma dat crashte of vastliep: de versie."
    ),
    "via": Words("A target: through a proxy.", "Bij een bestemming: via een proxy."),
}

_VERDICTS: Mapping[str, tuple[Words, ...]] = {"drive_failing": (Words("no", "nee"), Words("yes", "ja"))}

_NAMES: Mapping[str, Words] = {
    "code": Words("code {}", "code {}"),
    "exception": Words("exception {}", "exceptie {}"),
    "fell_back_from": Words("after {} gave no answer", "nadat {} geen antwoord gaf"),
    "family": Words("{}", "{}"),
    "kind": Words("{}", "{}"),
    "more": Words("and {} more like it", "en nog {} keer zo"),
    "reason": Words("{}", "{}"),
    "signal": Words("signal {}", "signaal {}"),
    "signal_dbm": Words("Wi-Fi signal about {} dBm", "wifi-signaal ongeveer {} dBm"),
    "via": Words("via {}", "via {}"),
    "version": Words("version {}", "versie {}"),
}

_VALUES: Mapping[str, Mapping[str, Words]] = {
    "link": {
        "wired": Words("by cable", "via de kabel"),
        "wifi": Words("over Wi-Fi", "via wifi"),
        "vpn": Words("over VPN", "via VPN"),
        "mobile": Words("over the mobile network", "via het mobiele netwerk"),
        "other": Words("over another kind of connection", "via een ander soort verbinding"),
    },
    "via": {"proxy": Words("through the proxy", "via de proxy")},
    "family": {"ipv4": Words("IPv4", "IPv4"), "ipv6": Words("IPv6", "IPv6")},
    "fell_back_from": {
        "ipv4": Words("after IPv4 gave no answer", "nadat IPv4 geen antwoord gaf"),
        "ipv6": Words("after IPv6 gave no answer", "nadat IPv6 geen antwoord gaf"),
    },
    "reason": {
        # why a target gave no answer
        "dns": Words("its name was not found", "de naam werd niet gevonden"),
        "refused": Words("it refused the connection", "de verbinding werd geweigerd"),
        "timeout": Words("no answer in time", "geen antwoord op tijd"),
        "unreachable": Words("it could not be reached", "niet bereikbaar"),
        "reset": Words("the connection was cut off", "de verbinding werd afgebroken"),
        "certificate": Words("its certificate is not trusted", "het certificaat wordt niet vertrouwd"),
        "tls": Words("no secure connection could be made", "er kwam geen beveiligde verbinding tot stand"),
        "closed": Words("it closed the connection", "de verbinding werd gesloten"),
        "address": Words("its address cannot be used", "het adres is onbruikbaar"),
        "proxy": Words("the proxy asks for a name and a password", "de proxy vraagt om een naam en wachtwoord"),
        "proxy_refused": Words("the proxy does not let it through", "de proxy laat het niet door"),
        "lost": Words("no answer", "geen antwoord"),
        # why a VPN failed
        "sign_in": Words("signing in was refused", "het aanmelden werd geweigerd"),
        "connect": Words("no connection came about", "er kwam geen verbinding tot stand"),
        "ip_config": Words("it gave no addresses that can be used", "er kwamen geen bruikbare adressen terug"),
        # why the system ended
        "crash": Words("the system itself crashed", "het systeem zelf liep vast"),
        "power_loss": Words(
            "no power, or the button was held down", "geen stroom, of de aan-uitknop werd lang ingedrukt"
        ),
        "unclean": Words("it ended without shutting down, unknown why", "zonder afsluiten gestopt, onbekend waarom"),
        "update": Words("for an update", "voor een update"),
        "user": Words("somebody asked for it", "iemand vroeg erom"),
        "system": Words("the system asked for it", "het systeem vroeg erom"),
        "unknown": Words("unknown why", "onbekend waarom"),
        # why the agent restarted itself
        "memory": Words("it used too much memory", "te veel geheugen gebruikt"),
        "cpu": Words("it used too much processor time", "te veel processortijd gebruikt"),
    },
    "kind": {
        "fast_startup": Words("fast start-up", "snel opstarten"),
        "hibernation": Words("out of hibernation", "uit de sluimerstand"),
        "application": Words("application", "programma"),
        "device": Words("device", "apparaat"),
        "driver": Words("driver", "stuurprogramma"),
        "mount": Words("disk", "schijf"),
        "policy": Words("policy", "beleid"),
        "prefetch": Words("reading ahead", "vooruit lezen"),
        "service": Words("service", "service"),
        "session": Words("session", "sessie"),
        "socket": Words("service", "service"),
        "swap": Words("swap space", "wisselruimte"),
        "system": Words("part of the system", "onderdeel van het systeem"),
        "timer": Words("planned task", "geplande taak"),
    },
    "after_update": {"yes": Words("first start after an update", "eerste start na een update")},
    "seen": {"first run": Words("from before Barometer was here", "van voordat Barometer er was")},
    "basis": {"counters": Words("estimated from the system's counters", "geschat uit tellers van het systeem")},
}

_SUBJECTS: Mapping[Subject, Mapping[str, Words]] = {
    Subject.APPLICATION: {"unknown": Words("unknown", "onbekend")},
    Subject.PHASE: {
        "desktop": Words("desktop", "bureaublad"),
        "firmware": Words("firmware", "firmware"),
        "initrd": Words("early system", "voorbereiding van het systeem"),
        "kernel": Words("kernel", "kernel"),
        "loader": Words("boot loader", "bootloader"),
        "other": Words("the rest", "overige"),
        "policy": Words("policy", "beleid"),
        "profile": Words("profile", "profiel"),
        "session": Words("start of the session", "start van de sessie"),
        "sign_in": Words("signing in", "aanmelden"),
        "system": Words("system", "systeem"),
        "userspace": Words("system", "systeem"),
    },
    Subject.RESOURCE: {
        "cpu": Words("processor", "processor"),
        "memory": Words("memory", "geheugen"),
        "io": Words("disk", "schijf"),
    },
    Subject.VOLUME: {"system": Words("system disk", "systeemschijf")},
    Subject.BASIS: {
        "input": Words("by input", "op basis van invoer"),
        "session": Words("by the unlocked session", "op basis van de ontgrendelde sessie"),
        "awake": Words("by being awake", "op basis van aanstaan"),
    },
}
