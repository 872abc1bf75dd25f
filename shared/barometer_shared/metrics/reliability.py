"""What stopped working: applications and the system itself."""

from barometer_shared.metrics.catalogue import COUNTS, Better, DataClass, Kind, Meaning, Metric, Subject

_AGES = (0, 60, 300, 900, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 604_800, 1_209_600)

ROWS = (
    Metric(
        20,
        "app_crash",
        "count",
        Kind.EVENT,
        Better.LOWER,
        Subject.APPLICATION,
        DataClass.SOFTWARE,
        COUNTS,
        1,
        1,
        Meaning(
            "Programma gecrasht", "Een programma stopte onverwacht. Nooit de inhoud, alleen naam, versie en soort."
        ),
        Meaning(
            "Application crash", "An application stopped unexpectedly. Never its contents: only name, version, kind."
        ),
    ),
    Metric(
        21,
        "app_hang",
        "count",
        Kind.EVENT,
        Better.LOWER,
        Subject.APPLICATION,
        DataClass.SOFTWARE,
        COUNTS,
        1,
        1,
        Meaning("Programma liep vast", "Een programma reageerde niet meer en werd afgesloten."),
        Meaning("Application hang", "An application stopped responding and was closed."),
    ),
    Metric(
        22,
        "os_crash",
        "count",
        Kind.EVENT,
        Better.LOWER,
        Subject.NONE,
        DataClass.DEVICE,
        COUNTS,
        1,
        1,
        Meaning("Systeem vastgelopen of uitgevallen", "Het besturingssysteem liep vast of de laptop viel uit."),
        Meaning("System crash or power loss", "The operating system crashed or the laptop lost power."),
    ),
    Metric(
        23,
        "os_restart",
        "count",
        Kind.EVENT,
        Better.NEITHER,
        Subject.NONE,
        DataClass.DEVICE,
        COUNTS,
        1,
        1,
        Meaning(
            "Herstart",
            "De laptop startte opnieuw op, met de reden voor zover het systeem die vastlegt (update, gebruiker).",
        ),
        Meaning("Restart", "The laptop was restarted, with the reason as far as the system records it (update, user)."),
    ),
    Metric(
        24,
        "records_lost_seconds",
        "s",
        Kind.EVENT,
        Better.LOWER,
        Subject.METRIC,
        DataClass.DEVICE,
        _AGES,
        1,
        45 * 86_400,
        Meaning(
            "Logboek onvolledig",
            "Het systeem wiste een deel van zijn logboek voordat Barometer het las: zo ver terug kan iets ontbreken.",
        ),
        Meaning(
            "Log incomplete",
            "The system discarded a part of its log before Barometer read it: something may be missing this far back.",
        ),
    ),
)
