"""Spools that could not be read: kept for whoever wants to look into them, a few of them."""

from pathlib import Path

from barometer_agent.durable import sync_folder
from barometer_agent.spool.database import FILE, WAL

UNREADABLE = ".unreadable-"
KEPT = 3
SALVAGED = "spool.salvaged"  # a new spool on its way to take the place of a damaged one
_SUFFIXES = ("", "-wal")


def kept(folder: Path) -> list[str]:
    """The names of the spools that were set aside, oldest first."""
    return sorted(path.name for path in folder.glob(f"{FILE}{UNREADABLE}*") if not path.name.endswith("-wal"))


def replace(folder: Path) -> str:
    """Set the damaged spool aside, and put the salvaged one in its place. Returns the name under which it is kept.

    The database moves first, and the log must be gone for good before the new file comes: a log that is left
    beside another database would be played into it.
    """
    name = f"{FILE}{UNREADABLE}{_next_number(folder):04}"
    for suffix in _SUFFIXES:
        path = folder / f"{FILE}{suffix}"
        if path.exists():
            path.rename(folder / f"{name}{suffix}")
    _put_in_place(folder)
    _forget_oldest(folder)
    return name


def finish(folder: Path) -> None:
    """End a replacement that was cut off halfway; begin one that was cut off before again."""
    new, journal = folder / SALVAGED, folder / f"{SALVAGED}-journal"
    if journal.exists():  # a disk that can only be read refuses to remove even what is not there
        journal.unlink()
    if not new.exists():
        return
    if (folder / FILE).exists():
        new.unlink()
        return
    (folder / WAL).unlink(missing_ok=True)
    _put_in_place(folder)


def forget(folder: Path) -> None:
    """Keep none of them: they may hold what was to be deleted."""
    for name in kept(folder):
        _remove(folder, name)


def _put_in_place(folder: Path) -> None:
    sync_folder(folder)
    (folder / SALVAGED).rename(folder / FILE)
    sync_folder(folder)


def _next_number(folder: Path) -> int:
    """By number and not by date: a clock that was set back must not make the newest the first to go."""
    numbers = [name.rpartition("-")[2] for name in kept(folder)]
    return max((int(number) for number in numbers if number.isdigit()), default=0) + 1


def _forget_oldest(folder: Path) -> None:
    for name in kept(folder)[:-KEPT]:
        _remove(folder, name)


def _remove(folder: Path, name: str) -> None:
    for suffix in _SUFFIXES:
        (folder / f"{name}{suffix}").unlink(missing_ok=True)
