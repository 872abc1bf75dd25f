"""Pressure, battery, storage, and hours in use."""

from barometer_shared.metrics.catalogue import Better, DataClass, Kind, Meaning, Metric, Subject

_PRESSURES = (0, 1, 10, 50, 100, 150, 200, 300, 400, 500, 600, 800)

ROWS = (
    Metric(
        30,
        "pressure_permille",
        "permille",
        Kind.GAUGE,
        Better.LOWER,
        Subject.NONE,
        DataClass.DEVICE,
        _PRESSURES,
        0,
        1000,
        Meaning("Wachten op de laptop", "Deel van de tijd dat iets op processor, schijf of geheugen wachtte."),
        Meaning("Waiting for the laptop", "Share of the time that something waited for processor, disk or memory."),
    ),
    Metric(
        31,
        "resource_pressure_permille",
        "permille",
        Kind.GAUGE,
        Better.LOWER,
        Subject.RESOURCE,
        DataClass.DEVICE,
        _PRESSURES,
        0,
        1000,
        Meaning("Druk per onderdeel", "Deel van de tijd dat iets wachtte, per onderdeel: processor, schijf, geheugen."),
        Meaning(
            "Pressure by resource", "Share of the time that something waited, by resource: processor, disk, memory."
        ),
    ),
    Metric(
        40,
        "battery_capacity_permille",
        "permille",
        Kind.GAUGE,
        Better.HIGHER,
        Subject.NONE,
        DataClass.DEVICE,
        (0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 950, 1000),
        0,
        1500,
        Meaning("Accuconditie", "Wat de accu vol nog kan bevatten, vergeleken met nieuw."),
        Meaning("Battery health", "What the battery holds when full, compared with new."),
    ),
    Metric(
        50,
        "disk_free_permille",
        "permille",
        Kind.GAUGE,
        Better.HIGHER,
        Subject.VOLUME,
        DataClass.DEVICE,
        (0, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750),
        0,
        1000,
        Meaning("Vrije schijfruimte", "Welk deel van de schijf nog vrij is."),
        Meaning("Free disk space", "Which share of the disk is still free."),
    ),
    Metric(
        60,
        "use_seconds",
        "s",
        Kind.SUM,
        Better.NEITHER,
        Subject.BASIS,
        DataClass.USAGE,
        (0, 1800, 3600, 7200, 10800, 14400, 18000, 21600, 25200, 28800, 36000, 43200),
        0,
        86_400,
        Meaning(
            "Uren in gebruik", "Hoe lang de laptop die dag in gebruik was. Alleen als dagtotaal, nooit wat of wanneer."
        ),
        Meaning("Hours in use", "How long the laptop was in use that day. A daily sum only, never what or when."),
    ),
)
