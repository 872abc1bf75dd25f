"""What a Mac can and cannot measure in ways of its own, a cell per metric of the catalogue.

Nothing here needs more than the daemon as root, as its installer sets it up; macOS 12 or later is assumed.
"""

from collections.abc import Mapping

from barometer_agent.sampler import Reason
from barometer_agent.sources.coverage import Cell, Measured, NotMeasured

_ROOT = Reason("root, to read the unified log", "root, om het systeemlogboek (unified log) te lezen")
_REPORTS = Reason(
    "root, to read the reports of every account; Full Disk Access where a profile closes them",
    "root, om de rapporten van elk account te lezen; volledige schijftoegang waar een profiel ze afsluit",
)
_BATTERY = Reason("a Mac with a battery", "een Mac met een accu")

_ENDS = Measured(
    Reason(
        "panic reports, last (starts and shutdowns), the list of updates, the unified log (power loss: Intel only)",
        "panic-rapporten, last (starts en afsluitingen), de lijst van updates, het systeemlogboek (stroomverlies: "
        "alleen Intel)",
    ),
    Reason("root, for the reasons in the unified log", "root, voor de redenen in het systeemlogboek"),
)
_PRESSURE = Measured(
    Reason(
        "nearest counters: load average against processors, critical memory pressure, time that reads from drives took",
        "dichtstbijzijnde tellers: load average tegenover processors, kritieke geheugendruk, tijd die lezen van "
        "schijven kostte",
    )
)
_COUNTERS = Measured(Reason("counters of the kernel (psutil)", "tellers van de kernel (psutil)"))
_CAPACITY = Measured(Reason("AppleSmartBattery in the I/O registry", "AppleSmartBattery in het I/O-register"), _BATTERY)
_DRIVE = Measured(
    Reason(
        "diskutil: SMART status and health log of internal drives",
        "diskutil: SMART-status en -gegevens van interne schijven",
    )
)

_NO_VPN = NotMeasured(
    Reason(
        "macOS keeps the steps of a VPN connection in memory only, each with the name of the VPN",
        "macOS bewaart de stappen van een VPN-verbinding alleen in het geheugen, elk met de naam van de VPN",
    )
)

CELLS: Mapping[str, Cell] = {
    "boot_ms": Measured(
        Reason(
            "unified log: power-on (on Intel: start of the kernel) until the screen to sign in, plus password until "
            "desktop; what follows on unlocking FileVault is not in it, since macOS does not record when that was done",
            "systeemlogboek: inschakelen (op Intel: start van de kernel) tot het aanmeldscherm, plus wachtwoord tot "
            "bureaublad; wat op het ontgrendelen van FileVault volgt telt niet mee, omdat macOS dat moment niet "
            "vastlegt",
        ),
        _ROOT,
    ),
    "boot_idle_ms": NotMeasured(
        Reason(
            "macOS does not record when everything has been started",
            "macOS legt niet vast wanneer alles gestart is",
        )
    ),
    "boot_phase_ms": Measured(
        Reason(
            "unified log: firmware (Apple silicon), system, desktop",
            "systeemlogboek: firmware (Apple silicon), systeem, bureaublad",
        ),
        _ROOT,
    ),
    "boot_culprit_ms": NotMeasured(
        Reason("macOS does not record what held up a start", "macOS legt niet vast wat het opstarten ophield")
    ),
    "sign_in_ms": Measured(
        Reason(
            "unified log: from the accepted password until the login window has started Dock and Finder",
            "systeemlogboek: van het geaccepteerde wachtwoord tot het aanmeldvenster Dock en Finder heeft gestart",
        ),
        _ROOT,
    ),
    "sign_in_phase_ms": NotMeasured(
        Reason("macOS does not record the parts of signing in", "macOS legt de delen van het aanmelden niet vast")
    ),
    "wake_ms": Measured(
        Reason(
            "pmset -g log: from waking up until the display is on, in whole seconds",
            "pmset -g log: van ontwaken tot het beeldscherm aan is, in hele seconden",
        )
    ),
    "wifi_signal_dbm": Measured(
        Reason(
            "wdutil, else system_profiler, which is slow and asked once in ten minutes",
            "wdutil, en anders system_profiler, dat traag is en eens per tien minuten wordt gevraagd",
        ),
        Reason("root for wdutil", "root voor wdutil"),
    ),
    "vpn_connect_ms": _NO_VPN,
    "vpn_failure": _NO_VPN,
    "app_crash": Measured(
        Reason("diagnostic reports (.ips, .crash)", "diagnostische rapporten (.ips, .crash)"), _REPORTS
    ),
    "app_hang": Measured(
        Reason(
            "diagnostic reports (.hang, .spin), which macOS writes of some hangs only",
            "diagnostische rapporten (.hang, .spin), die macOS niet van elke vastloper schrijft",
        ),
        _REPORTS,
    ),
    "os_crash": _ENDS,
    "os_restart": _ENDS,
    "pressure_permille": _PRESSURE,
    "resource_pressure_permille": _PRESSURE,
    "cpu_busy_permille": _COUNTERS,
    "memory_used_permille": _COUNTERS,
    "thermal_throttling_permille": Measured(
        Reason(
            "thermal pressure level (notifyutil), else CPU_Speed_Limit (pmset -g therm), looked at once a minute",
            "thermal pressure level (notifyutil), en anders CPU_Speed_Limit (pmset -g therm), eens per minuut bekeken",
        )
    ),
    "disk_queue_milli": Measured(
        Reason("time that all requests took together (psutil)", "tijd die alle opdrachten samen kostten (psutil)")
    ),
    "battery_capacity_permille": _CAPACITY,
    "battery_runtime_minutes": _CAPACITY,
    "disk_free_permille": Measured(
        Reason("free space of /System/Volumes/Data", "vrije ruimte van /System/Volumes/Data")
    ),
    "drive_failing": _DRIVE,
    "drive_wear_permille": _DRIVE,
    "use_seconds": Measured(
        Reason(
            "I/O registry: unlocked session on the screen, input within ten minutes",
            "I/O-register: ontgrendelde sessie op het scherm, invoer binnen tien minuten",
        )
    ),
}
