"""What a Linux laptop can and cannot measure in ways of its own, a cell per metric of the catalogue.

Nothing here needs root: the service is an account of its own with the journal's group, as its systemd unit sets it up.
"""

from collections.abc import Mapping

from barometer_agent.sampler import Reason
from barometer_agent.sources.coverage import Cell, Measured, NotMeasured

_SYSTEMD = Reason("systemd as init", "systemd als init")
_BATTERY = Reason("a laptop with a battery", "een laptop met een accu")

_SIGN_IN = Measured(
    Reason(
        "journal: from logind's new session to graphical-session.target of the person's systemd",
        "journal: van de nieuwe sessie bij logind tot graphical-session.target van de systemd van de gebruiker",
    ),
    Reason(
        "the group systemd-journal; a desktop that tells systemd when it is there (GNOME, KDE Plasma)",
        "de groep systemd-journal; een bureaublad dat systemd meldt wanneer het er is (GNOME, KDE Plasma)",
    ),
)
_ENDS = Measured(
    Reason(
        "journal: the end of each boot, systemd-pstore, the kernel's reset reason (AMD, Linux 6.16 and later)",
        "journal: het einde van elke start, systemd-pstore, de resetreden van de kernel (AMD, vanaf Linux 6.16)",
    ),
    Reason(
        "the group systemd-journal and a journal that is kept (Storage=persistent)",
        "de groep systemd-journal en een journal dat bewaard blijft (Storage=persistent)",
    ),
)
_PRESSURE = Measured(
    Reason("pressure stall information (/proc/pressure)", "pressure stall information (/proc/pressure)"),
    Reason("Linux 4.20 or later with psi=1", "Linux 4.20 of later met psi=1"),
)
_COUNTERS = Measured(Reason("/proc/stat and /proc/meminfo", "/proc/stat en /proc/meminfo"))

CELLS: Mapping[str, Cell] = {
    "boot_ms": Measured(
        Reason(
            "systemd over D-Bus: the figures of systemd-analyze, from power-on where the firmware tells",
            "systemd via D-Bus: de cijfers van systemd-analyze, vanaf inschakelen waar de firmware dat meldt",
        ),
        _SYSTEMD,
    ),
    "boot_idle_ms": NotMeasured(
        Reason(
            "the boot time of this system already runs until everything has been started",
            "de opstarttijd van dit systeem loopt al door tot alles gestart is",
        )
    ),
    "boot_phase_ms": Measured(
        Reason(
            "systemd over D-Bus: firmware, loader, kernel, initrd, userspace",
            "systemd via D-Bus: firmware, loader, kernel, initrd, userspace",
        ),
        _SYSTEMD,
    ),
    "boot_culprit_ms": Measured(
        Reason(
            "systemd over D-Bus: the slow units (1 s or more) of the critical chain",
            "systemd via D-Bus: de trage units (1 s of meer) van het kritieke pad",
        ),
        _SYSTEMD,
    ),
    "sign_in_ms": _SIGN_IN,
    "sign_in_phase_ms": _SIGN_IN,
    "wake_ms": Measured(
        Reason(
            "journal: from the processor that runs again (kernel) to the end of systemd's sleep operation",
            "journal: van de processor die weer loopt (kernel) tot het einde van de slaapstand bij systemd",
        ),
        Reason(
            "the group systemd-journal; suspend to RAM, or for s2idle a kernel with CONFIG_PM_TEST_SUSPEND (Fedora, "
            "Arch)",
            "de groep systemd-journal; suspend-to-RAM, of bij s2idle een kernel met CONFIG_PM_TEST_SUSPEND (Fedora, "
            "Arch)",
        ),
    ),
    "wifi_signal_dbm": Measured(
        Reason("/proc/net/wireless, else nl80211 over netlink", "/proc/net/wireless, en anders nl80211 via netlink")
    ),
    "vpn_connect_ms": Measured(
        Reason(
            "journal: the states that NetworkManager logs of a VPN plugin, from starting to started",
            "journal: de toestanden die NetworkManager van een VPN-plug-in logt, van starting tot started",
        ),
        Reason(
            "the group systemd-journal; NetworkManager up to 1.36, or later with domains=VPN:DEBUG; not WireGuard, "
            "which has no connect",
            "de groep systemd-journal; NetworkManager tot en met 1.36, of nieuwer met domains=VPN:DEBUG; niet "
            "WireGuard, dat geen verbindingsopbouw kent",
        ),
    ),
    "vpn_failure": Measured(
        Reason(
            "journal: the failures of a VPN plugin that NetworkManager warns of, also of a VPN that stood",
            "journal: de fouten van een VPN-plug-in waarvoor NetworkManager waarschuwt, ook van een VPN die al stond",
        ),
        Reason(
            "the group systemd-journal; not WireGuard, which has no connect",
            "de groep systemd-journal; niet WireGuard, dat geen verbindingsopbouw kent",
        ),
    ),
    "app_crash": Measured(
        Reason(
            "systemd-coredump in the journal, or apport's reports (Ubuntu)",
            "systemd-coredump in het journal, of de meldingen van apport (Ubuntu)",
        ),
        Reason(
            "systemd-coredump installed and the group systemd-journal; apport tells the signal to root alone",
            "systemd-coredump geïnstalleerd en de groep systemd-journal; apport geeft het signaal alleen aan root",
        ),
    ),
    "app_hang": NotMeasured(
        Reason(
            "no desktop of Linux records that an application hung: GNOME and KDE ask the person and keep nothing of it",
            "geen bureaublad op Linux legt vast dat een programma vastliep: GNOME en KDE vragen het de gebruiker en "
            "bewaren niets",
        )
    ),
    "os_crash": _ENDS,
    "os_restart": _ENDS,
    "pressure_permille": _PRESSURE,
    "resource_pressure_permille": _PRESSURE,
    "cpu_busy_permille": _COUNTERS,
    "memory_used_permille": _COUNTERS,
    "thermal_throttling_permille": Measured(
        Reason(
            "thermal_throttle counters of each processor in sysfs; a spell of heat is added when it ends",
            "thermal_throttle-tellers van elke processor in sysfs; een periode van hitte telt mee zodra die voorbij is",
        ),
        Reason("an Intel processor, Linux 5.7 or later", "een processor van Intel, Linux 5.7 of later"),
    ),
    "disk_queue_milli": Measured(
        Reason(
            "/proc/diskstats: time that all requests to the laptop's own disks waited",
            "/proc/diskstats: tijd die alle opdrachten aan de eigen schijven wachtten",
        )
    ),
    "battery_capacity_permille": Measured(
        Reason("power_supply in sysfs: full and design", "power_supply in sysfs: vol en oorspronkelijk"), _BATTERY
    ),
    "battery_runtime_minutes": Measured(
        Reason(
            "power_supply in sysfs: full against the drain while discharging",
            "power_supply in sysfs: vol tegenover het verbruik tijdens ontladen",
        ),
        _BATTERY,
    ),
    "disk_free_permille": Measured(
        Reason("free space of / (or /var on a sealed system)", "vrije ruimte van / (of /var op een verzegeld systeem)")
    ),
    "drive_failing": Measured(
        Reason("UDisks2: SMART of SATA and NVMe; sysfs for eMMC", "UDisks2: SMART van SATA en NVMe; sysfs voor eMMC"),
        Reason(
            "udisks2 installed (2.10 or later for NVMe); without it only root can ask a drive",
            "udisks2 geïnstalleerd (voor NVMe 2.10 of later); zonder kan alleen root een schijf iets vragen",
        ),
    ),
    "drive_wear_permille": Measured(
        Reason(
            "UDisks2: percentage used of NVMe; sysfs for eMMC", "UDisks2: gebruikt percentage van NVMe; sysfs voor eMMC"
        ),
        Reason(
            "udisks2 2.10 or later; SATA drives have no standard figure",
            "udisks2 2.10 of later; SATA-schijven hebben er geen standaardcijfer voor",
        ),
    ),
    "use_seconds": Measured(
        Reason(
            "logind: a session in front, unlocked, that its desktop does not call idle; lid and screens in sysfs",
            "logind: een sessie vooraan, ontgrendeld en volgens het bureaublad niet inactief; klep en schermen in "
            "sysfs",
        ),
        Reason(
            "a desktop that tells logind when it lies idle, after its own delay (GNOME: 5 minutes)",
            "een bureaublad dat logind meldt wanneer het stilligt, na zijn eigen wachttijd (GNOME: 5 minuten)",
        ),
    ),
}
