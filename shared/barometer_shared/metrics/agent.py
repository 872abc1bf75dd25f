"""What the agent itself costs the laptop."""

from barometer_shared.metrics.catalogue import COUNTS, Better, DataClass, Kind, Meaning, Metric, Subject

ROWS = (
    Metric(
        70,
        "agent_memory_kib",
        "KiB",
        Kind.GAUGE,
        Better.LOWER,
        Subject.NONE,
        DataClass.DEVICE,
        (0, 8192, 16384, 24576, 32768, 40960, 49152, 57344, 65536, 98304, 131072, 262144),
        0,
        67108864,
        Meaning("Geheugen van Barometer", "Hoeveel geheugen de agent zelf gebruikt."),
        Meaning("Memory of Barometer", "How much memory the agent itself uses."),
    ),
    Metric(
        71,
        "agent_cpu_ppm",
        "ppm",
        Kind.GAUGE,
        Better.LOWER,
        Subject.NONE,
        DataClass.DEVICE,
        (0, 100, 250, 500, 1000, 1500, 2500, 5000, 10000, 20000, 50000, 100000),
        0,
        1000000,
        Meaning("Processortijd van Barometer", "Welk deel van één processorkern de agent zelf gebruikt."),
        Meaning("Processor time of Barometer", "Which share of one processor core the agent itself uses."),
    ),
    Metric(
        72,
        "agent_sent_bytes",
        "B",
        Kind.SUM,
        Better.LOWER,
        Subject.NONE,
        DataClass.DEVICE,
        (0, 1000, 5000, 10_000, 50_000, 100_000, 500_000, 1_000_000, 5_000_000, 10_000_000, 50_000_000, 100_000_000),
        0,
        10000000000,
        Meaning("Verstuurd door Barometer", "Hoeveel de agent zelf over het netwerk verstuurde."),
        Meaning("Sent by Barometer", "How much the agent itself sent over the network."),
    ),
    Metric(
        73,
        "agent_restart",
        "count",
        Kind.EVENT,
        Better.LOWER,
        Subject.NONE,
        DataClass.DEVICE,
        COUNTS,
        1,
        1,
        Meaning(
            "Barometer herstartte zichzelf", "De agent gebruikte te veel van de laptop en startte zichzelf opnieuw."
        ),
        Meaning("Barometer restarted itself", "The agent used too much of the laptop and restarted itself."),
    ),
)
