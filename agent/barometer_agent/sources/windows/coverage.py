"""What a Windows laptop can and cannot measure in ways of its own, a cell per metric of the catalogue.

Windows 10 and 11 are assumed.
"""

from collections.abc import Mapping

from barometer_agent.sampler import Reason
from barometer_agent.sources.coverage import Cell, Measured

# Its access list: SYSTEM, administrators, LocalService, NetworkService and services (SU); "wevtutil gl" prints it.
_READER = Reason(
    "the agent runs as a service: Windows lets services and administrators read this log; the Diagnostic Policy "
    "Service runs",
    "de agent draait als service: Windows laat services en beheerders dit logboek lezen; de service Diagnostic Policy "
    "Service draait",
)
_ADMINISTRATOR = Reason(
    "a drive whose driver answers others than an administrator, or an agent that runs as one",
    "een schijf waarvan het stuurprogramma niet alleen een beheerder antwoordt, of een agent die als beheerder draait",
)
_BATTERY = Reason("a laptop with a battery", "een laptop met een accu")

_ENDS = Measured(
    Reason(
        "event log System: Kernel-Power 41, WER-SystemErrorReporting 1001, EventLog 6008, User32 1074, Kernel-Boot 27",
        "logboek Systeem: Kernel-Power 41, WER-SystemErrorReporting 1001, EventLog 6008, User32 1074, Kernel-Boot 27",
    )
)
_PRESSURE = Measured(
    Reason(
        "nearest counters: Processor Queue Length against processors, the low memory signal, time that the busiest "
        "disk was not idle",
        "dichtstbijzijnde tellers: Processor Queue Length tegenover processors, het signaal van weinig geheugen, tijd "
        "dat de drukste schijf niet stillag",
    ),
    Reason(
        "for the processors: the agent's account is in the group Performance Monitor Users (service install does that)",
        "voor de processors: het account van de agent zit in de groep Prestatiemetergebruikers (Performance Monitor "
        "Users; service install doet dat)",
    ),
)
_COUNTERS = Measured(Reason("counters of Windows (psutil)", "tellers van Windows (psutil)"))

CELLS: Mapping[str, Cell] = {
    "boot_ms": Measured(
        Reason(
            "event log Diagnostics-Performance 100, MainPathBootTime: from the start of the kernel to the desktop, "
            "without the wait for a password; without firmware and boot loader; a boot that Windows did not measure is "
            "found by Kernel-Boot 27 and Kernel-General 12, and is a gap",
            "logboek Diagnostics-Performance 100, MainPathBootTime: van de start van de kernel tot het bureaublad, "
            "zonder het wachten op een wachtwoord; zonder firmware en opstartlader; een keer opstarten die Windows "
            "niet mat blijkt uit Kernel-Boot 27 en Kernel-General 12, en is een hiaat",
        ),
        _READER,
    ),
    "boot_idle_ms": Measured(
        Reason(
            "event log Diagnostics-Performance 100, BootPostBootTime",
            "logboek Diagnostics-Performance 100, BootPostBootTime",
        ),
        _READER,
    ),
    "boot_phase_ms": Measured(
        Reason(
            "event log Diagnostics-Performance 100: kernel, session, policy, sign_in, desktop",
            "logboek Diagnostics-Performance 100: kernel, session, policy, sign_in, desktop",
        ),
        _READER,
    ),
    "boot_culprit_ms": Measured(
        Reason(
            "event log Diagnostics-Performance 101 to 110, of what Windows itself finds slow",
            "logboek Diagnostics-Performance 101 tot en met 110, van wat Windows zelf traag vindt",
        ),
        _READER,
    ),
    "sign_in_ms": Measured(
        Reason(
            "event log Diagnostics-Performance 100: from the password to the desktop, at the first sign-in after a "
            "boot; Windows does not record when the desktop of a later one is there",
            "logboek Diagnostics-Performance 100: van wachtwoord tot bureaublad, bij de eerste aanmelding na "
            "opstarten; van latere legt Windows niet vast wanneer het bureaublad er is",
        ),
        _READER,
    ),
    "sign_in_phase_ms": Measured(
        Reason(
            "the same event: profile, other, desktop; policy from event log GroupPolicy 8001, in whole seconds; of a "
            "later sign-in profile (event log User Profile Service 1 and 2) and policy",
            "dezelfde gebeurtenis: profile, other, desktop; policy uit logboek GroupPolicy 8001, in hele seconden; van "
            "een latere aanmelding profile (logboek User Profile Service 1 en 2) en policy",
        ),
        _READER,
    ),
    "wake_ms": Measured(
        Reason(
            "event log System, Power-Troubleshooter 1 (WakeDuration) and Kernel-Power 507 (ExitLatencyInUs, Modern "
            "Standby): how long Windows and its drivers took; the unlocking is not in it",
            "logboek Systeem, Power-Troubleshooter 1 (WakeDuration) en Kernel-Power 507 (ExitLatencyInUs, Modern "
            "Standby): hoe lang Windows en zijn stuurprogramma's erover deden; het ontgrendelen zit er niet in",
        )
    ),
    "wifi_signal_dbm": Measured(
        Reason("Native Wifi, wlan_intf_opcode_rssi", "Native Wifi, wlan_intf_opcode_rssi"),
        Reason(
            "no rights; Microsoft does not name this question among those that the setting Location guards; where "
            "Windows refuses, that is said",
            "geen rechten; Microsoft noemt deze vraag niet bij wat de instelling Locatie afschermt; weigert Windows, "
            "dan staat dat erbij",
        ),
    ),
    "vpn_connect_ms": Measured(
        Reason(
            "event log Application, RasClient 20221, 20225 and 20227: Windows' own VPN, not one of another maker",
            "logboek Toepassing, RasClient 20221, 20225 en 20227: de VPN van Windows zelf, niet die van een andere "
            "maker",
        )
    ),
    "vpn_failure": Measured(
        Reason(
            "event log Application, RasClient 20227 with its error code: connecting failed and nobody broke it off; "
            "Windows' own VPN, not one of another maker",
            "logboek Toepassing, RasClient 20227 met de foutcode: verbinden mislukte en niemand brak het af; de VPN "
            "van Windows zelf, niet die van een andere maker",
        )
    ),
    "app_crash": Measured(
        Reason("event log Application, Application Error 1000", "logboek Toepassing, Application Error 1000")
    ),
    "app_hang": Measured(
        Reason("event log Application, Application Hang 1002", "logboek Toepassing, Application Hang 1002")
    ),
    "os_crash": _ENDS,
    "os_restart": _ENDS,
    "pressure_permille": _PRESSURE,
    "resource_pressure_permille": _PRESSURE,
    "cpu_busy_permille": _COUNTERS,
    "memory_used_permille": _COUNTERS,
    "thermal_throttling_permille": Measured(
        Reason(
            "CallNtPowerInformation, MhzLimit below what the power plan sets, looked at once in five minutes; without "
            "what the firmware slows by itself",
            "CallNtPowerInformation, MhzLimit onder wat het energiebeheerschema instelt, eens per vijf minuten "
            "bekeken; zonder wat de firmware zelf afremt",
        )
    ),
    "disk_queue_milli": Measured(
        Reason(
            "DISK_PERFORMANCE: the time that all requests took together",
            "DISK_PERFORMANCE: de tijd die alle opdrachten samen kostten",
        )
    ),
    "battery_capacity_permille": Measured(
        Reason("the driver of the battery", "het stuurprogramma van de accu"), _BATTERY
    ),
    "battery_runtime_minutes": Measured(
        Reason("the driver of the battery, while it drains", "het stuurprogramma van de accu, zolang die leegloopt"),
        Reason(
            "a laptop whose battery counts in mWh, running on it",
            "een laptop waarvan de accu in mWh telt, die daarop werkt",
        ),
    ),
    "disk_free_permille": Measured(
        Reason("free space of the drive that Windows is on", "vrije ruimte van het station waarop Windows staat")
    ),
    "drive_failing": Measured(
        Reason(
            "NVMe health log; of SATA drives IOCTL_STORAGE_PREDICT_FAILURE",
            "gezondheidslog van NVMe; bij SATA-schijven IOCTL_STORAGE_PREDICT_FAILURE",
        ),
        _ADMINISTRATOR,
    ),
    "drive_wear_permille": Measured(
        Reason("NVMe health log, percentage used", "gezondheidslog van NVMe, percentage used"), _ADMINISTRATOR
    ),
    "use_seconds": Measured(
        Reason(
            "WTSSessionInfoEx of each session that is shown: unlocked, and touched within 10 minutes, as the icon in "
            "that session tells each minute (GetLastInputInfo); without the icon unlocked alone: Windows tells a "
            "service the last touch of Remote Desktop only",
            "WTSSessionInfoEx van elke sessie die getoond wordt: ontgrendeld, en in de laatste 10 minuten aangeraakt, "
            "zoals het pictogram daar elke minuut vertelt (GetLastInputInfo); zonder pictogram alleen ontgrendeld: "
            "Windows vertelt een service alleen van Extern bureaublad wanneer dat is aangeraakt",
        )
    ),
}
