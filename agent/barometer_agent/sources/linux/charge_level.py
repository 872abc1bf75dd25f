"""How full the batteries are while the laptop runs on them, in sysfs.

``capacity`` (percent) and ``status``: https://www.kernel.org/doc/Documentation/ABI/testing/sysfs-class-power
"""

from pathlib import Path

from barometer_agent.sources.linux import power, sysfs


def percent(folder: Path = power.FOLDER) -> int | None:
    """Of the fullest battery, whole percents; None on mains, without a battery, and where that is not told."""
    batteries = power.supplies(folder)
    if not any(sysfs.text(battery / "status") == "Discharging" for battery in batteries):
        return None
    return max(
        (level for battery in batteries if (level := sysfs.number(battery / "capacity")) is not None), default=None
    )
