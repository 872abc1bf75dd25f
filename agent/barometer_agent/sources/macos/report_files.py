"""The folders in which macOS puts its diagnostic reports, and what lies in them.

Sources: "Acquiring crash reports and diagnostic logs" (Apple's Xcode documentation), ReportCrash(8), spindump(8).
Reports of applications lie with the person who ran them, those of system processes and panics in /Library. What was
sent to Apple moves to ``Retired``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import plain_files

SUFFIXES = frozenset({".ips", ".crash", ".hang", ".spin", ".panic"})
MOST_BYTES = 4 << 20  # a crash of a large application; hang reports are cut here, their header comes first
FIRST_LINE_BYTES = 8192  # the id of the incident stands there
_REPORTS = Path("Library/Logs/DiagnosticReports")
_PLACES = (Path(), Path("Retired"))

Listing = Callable[[Path], Iterable[Path]]


@dataclass(frozen=True)
class Found:
    """``files`` that changed since the moment that was asked, oldest first; ``closed`` folders may not be read."""

    files: tuple[Path, ...]
    closed: tuple[Path, ...]


def system_folder(root: Path = Path("/")) -> Path:
    """Where reports of system processes and of panics lie."""
    return root / _REPORTS


def folders(root: Path = Path("/")) -> list[Path]:
    """The system's folder of reports, then that of each person's account."""
    try:
        homes = sorted(home for home in (root / "Users").iterdir() if home.is_dir() and not home.is_symlink())
    except OSError:
        homes = []
    return [system_folder(root), *(home / _REPORTS for home in homes)]


def person_of(path: Path) -> str:
    """The name of the home folder in which a report lies; empty for one of the system."""
    above, _, below = path.as_posix().rpartition(f"/{_REPORTS.as_posix()}/")
    return above.rpartition("/Users/")[2] if below and "/Users/" in above else ""


def changed(places: Sequence[Path], since_us: int, listed: Listing = Path.iterdir) -> Found:
    """The reports in ``places`` that were written or changed at or after ``since_us``."""
    closed: list[Path] = []
    dated = [
        (at_ns, path)
        for folder in places
        for at_ns, path in _reports(folder, closed, listed)
        if at_ns // 1000 >= since_us
    ]
    return Found(tuple(path for _, path in sorted(dated)), tuple(closed))


def check_access(places: Sequence[Path], found: Found) -> Reason | None:
    """Why reports are missing, where some folders may not be read. Raises NoData where all of them are closed."""
    if not found.closed:
        return None
    if set(places) <= set(found.closed):
        raise NoData(
            Reason(
                "the diagnostic reports may not be read: run the agent as root, with Full Disk Access",
                "geen leesrecht op de diagnostische rapporten: voer de agent uit als root, met volledige schijftoegang",
            )
        )
    return Reason(
        f"{len(found.closed)} of {len(places)} folders with diagnostic reports may not be read: "
        "run the agent as root, with Full Disk Access",
        f"{len(found.closed)} van {len(places)} mappen met diagnostische rapporten zijn niet te lezen: "
        "voer de agent uit als root, met volledige schijftoegang",
    )


def text(path: Path, most_bytes: int = MOST_BYTES) -> str:
    """The beginning of a report, as far as ``most_bytes``; empty where it is gone or is no plain file."""
    return plain_files.head(path, most_bytes) or ""


def _reports(folder: Path, closed: list[Path], listed: Listing) -> Iterator[tuple[int, Path]]:
    for place in _PLACES:
        try:
            yield from _in_folder(listed(folder / place))
        except PermissionError:
            closed.append(folder)
            return
        except OSError:  # nobody crashed here yet
            continue


def _in_folder(paths: Iterable[Path]) -> Iterator[tuple[int, Path]]:
    for path in paths:
        if path.suffix in SUFFIXES and (known := plain_files.about(path)):
            yield known.written_ns, path
