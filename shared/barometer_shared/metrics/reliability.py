"""What stopped working: applications and the system itself."""

from barometer_shared.metrics.catalogue import COUNTS, Better, DataClass, Kind, Meaning, Metric, Subject

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
        Meaning("Programma hing", "Een programma reageerde niet meer en werd afgesloten."),
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
        Meaning("Systeem vastgelopen", "Het besturingssysteem liep vast of de laptop viel uit."),
        Meaning("System crash", "The operating system crashed or the laptop lost power."),
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
)
