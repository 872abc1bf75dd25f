"""Starting up and signing in."""

from barometer_shared.metrics.catalogue import DAY_MS, Better, DataClass, Kind, Meaning, Metric, Subject, thousandths

_WAITS = thousandths(0, 2, 5, 10, 15, 20, 30, 45, 60, 120, 180, 300)

ROWS = (
    Metric(
        1,
        "boot_ms",
        "ms",
        Kind.EVENT,
        Better.LOWER,
        Subject.NONE,
        DataClass.DEVICE,
        thousandths(0, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600),
        1,
        DAY_MS,
        Meaning("Opstarttijd", "Tijd van inschakelen tot een bruikbaar bureaublad."),
        Meaning("Boot time", "Time from power-on to a usable desktop."),
    ),
    Metric(
        2,
        "boot_idle_ms",
        "ms",
        Kind.EVENT,
        Better.LOWER,
        Subject.NONE,
        DataClass.DEVICE,
        _WAITS,
        0,
        DAY_MS,
        Meaning("Van bureaublad tot rust", "Tijd van een zichtbaar bureaublad tot de laptop klaar is met opstarten."),
        Meaning("Desktop to idle", "Time from a visible desktop until the laptop has finished starting up."),
    ),
    Metric(
        3,
        "boot_phase_ms",
        "ms",
        Kind.EVENT,
        Better.LOWER,
        Subject.PHASE,
        DataClass.DEVICE,
        thousandths(0, 1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600),
        0,
        DAY_MS,
        Meaning("Opstartfase", "Hoe lang een deel van het opstarten duurde (firmware, kernel, systeem)."),
        Meaning("Boot phase", "How long one part of the boot took (firmware, kernel, system)."),
    ),
    Metric(
        4,
        "sign_in_ms",
        "ms",
        Kind.EVENT,
        Better.LOWER,
        Subject.NONE,
        DataClass.DEVICE,
        _WAITS,
        1,
        DAY_MS,
        Meaning("Aanmeldtijd", "Tijd van aanmelden tot een bureaublad dat reageert."),
        Meaning("Sign-in time", "Time from signing in to a desktop that responds."),
    ),
)
