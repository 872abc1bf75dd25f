"""Small files with one value in them, as those of ``/sys``; a driver that cannot tell it now gives ENODEV or EIO."""

from pathlib import Path

from barometer_agent.sources.linux import kernel


def text(path: Path) -> str:
    """The value; "" where the file is not there or does not tell it."""
    try:
        return kernel.text(path).strip()
    except OSError:
        return ""


def number(path: Path) -> int | None:
    """The value as a whole number, which the kernel writes as 12, -12 or 0x1f; None where it does not tell one."""
    told = text(path)
    try:
        return int(told, 0) if told.isascii() else None
    except ValueError:
        return None
