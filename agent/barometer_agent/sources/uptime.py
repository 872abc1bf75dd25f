"""Which boot this is, how long it has been awake, and the local offset from UTC."""

import functools
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import command, time_zone

_LINUX_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class Uptime:
    """``awake_ms`` counts within ``boot_id``; where the system can tell, it stands still while suspended."""

    boot_id: str
    awake_ms: int
    utc_offset_minutes: int


def read() -> Uptime:
    """The boot and its clock at this moment."""
    return Uptime(boot_id(), _awake_ms(), time_zone.offset_minutes(datetime.now(UTC)))


def boot_id(platform: str = sys.platform) -> str:
    """The same text all through one boot, another in the next. Raises NoData where the system has none."""
    if platform == "linux":
        return _linux_boot_id()
    if platform == "darwin":
        return _macos_boot_id()
    return _windows_boot_id()


def _awake_ms() -> int:
    """Python's monotonic clock stands still while suspended on Linux and macOS, and goes on on Windows."""
    milliseconds = time.monotonic_ns() // 1_000_000
    if sys.platform == "win32":
        from barometer_agent.sources.windows import awake

        milliseconds = awake.now_us() // 1000
    return milliseconds


@functools.cache
def _linux_boot_id() -> str:
    try:
        return _LINUX_BOOT_ID.read_text().strip()
    except OSError as error:
        said = error.strerror
        raise NoData(Reason(f"the boot id cannot be read: {said}", f"de boot-id is niet te lezen: {said}")) from error


@functools.cache
def _macos_boot_id() -> str:
    output = command.run("sysctl", "-n", "kern.bootsessionuuid")
    if output is None or output.status != 0:
        raise NoData(Reason("sysctl does not tell kern.bootsessionuuid", "sysctl geeft kern.bootsessionuuid niet"))
    return output.text.strip()


@functools.cache
def _windows_boot_id() -> str:
    """Its number; where it has none the second in which it began, asked once, as it shifts when the clock is set."""
    from barometer_agent.sources.windows import boot_id as counted

    if number := counted.number():
        return f"boot-{number}"
    import psutil  # loaded where it is needed: Linux knows its boot without it

    return f"started-{int(psutil.boot_time())}"
