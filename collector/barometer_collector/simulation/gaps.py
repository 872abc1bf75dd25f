"""What laptops of each system say that they cannot measure, as real ones say it (tests/contract holds them to that)."""

from collections.abc import Mapping

from barometer_shared.samples import Gap, GapKind


def _never(english: str, dutch: str, *metrics: str) -> tuple[Gap, ...]:
    return tuple(Gap(metric, GapKind.NOT_APPLICABLE, {"en": english, "nl": dutch}) for metric in metrics)


GAPS: Mapping[str, tuple[Gap, ...]] = {
    "windows": (),
    "linux": (
        *_never(
            "the boot time of this system already runs until everything has been started",
            "de opstarttijd van dit systeem loopt al door tot alles gestart is",
            "boot_idle_ms",
        ),
        *_never(
            "no desktop of Linux records that an application hung: GNOME and KDE ask the person and keep nothing of it",
            "geen bureaublad op Linux legt vast dat een programma vastliep: GNOME en KDE vragen het de gebruiker en "
            "bewaren niets",
            "app_hang",
        ),
    ),
    "macos": (
        *_never(
            "macOS does not record when everything has been started",
            "macOS legt niet vast wanneer alles gestart is",
            "boot_idle_ms",
        ),
        *_never(
            "macOS does not record what held up a start",
            "macOS legt niet vast wat het opstarten ophield",
            "boot_culprit_ms",
        ),
        *_never(
            "macOS does not record the parts of signing in",
            "macOS legt de delen van het aanmelden niet vast",
            "sign_in_phase_ms",
        ),
        *_never(
            "macOS keeps the steps of a VPN connection in memory only, each with the name of the VPN",
            "macOS bewaart de stappen van een VPN-verbinding alleen in het geheugen, elk met de naam van de VPN",
            "vpn_connect_ms",
            "vpn_failure",
        ),
    ),
}


def tells(platform: str, metric: str) -> bool:
    """Whether laptops of that system measure ``metric``."""
    return all(gap.metric != metric for gap in GAPS[platform])
