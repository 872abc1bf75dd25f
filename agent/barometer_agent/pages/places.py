"""Where a person's pages lie, and for how long: they hold answers, so nobody else may read them, and none stays."""

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from barometer_agent.pages.private_folder import PrivateFolder
from barometer_agent.told import ToldError

KEPT = timedelta(days=1)
_PAGE = ".html"


class NoPlaceError(ToldError):
    """There is no folder in which a page would be private."""

    def __init__(self, reason: str) -> None:
        super().__init__("page.no_place", reason=reason)


def candidates(
    environment: Mapping[str, str] = os.environ,
    home: Path | None = None,
    *,
    hidden: bool = True,
    platform: str = sys.platform,
) -> Sequence[Path]:
    """Folders for pages, the best first: one that ends with the session, where there is such a thing.

    Not ``hidden``: in sight, for a browser that may not look into hidden folders.
    """
    home = home or Path.home()
    if platform == "win32":
        return [Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Barometer" / "pages"]
    if platform == "darwin":
        return [home / "Library" / "Caches" / "barometer-agent"]
    if not hidden:
        return [home / "Barometer"]
    session, cache = Path(environment.get("XDG_RUNTIME_DIR", "")), Path(environment.get("XDG_CACHE_HOME", ""))
    of_session = [session / "barometer-pages"] if session.is_absolute() and session.is_dir() else []
    return [*of_session, (cache if cache.is_absolute() else home / ".cache") / "barometer-agent"]


def everywhere(environment: Mapping[str, str] = os.environ) -> Sequence[Path]:
    """All folders in which a page of this person may lie; none for somebody without a home."""
    try:
        return [*candidates(environment), *candidates(environment, hidden=False)]
    except RuntimeError:
        return []


def usable(places: Sequence[Path]) -> Path:
    """The first of ``places`` that is this account's alone, or was made so. Raises NoPlaceError."""
    reasons = []
    for place in places:
        try:
            with PrivateFolder(place):
                return place
        except OSError as error:
            reasons.append(f"{place}: {error.strerror or error}")
    raise NoPlaceError("; ".join(reasons))


def keep(place: Path, name: str, page: str, now: datetime) -> Path:
    """Put the page ``name`` in place of the one before it, and delete what is old. Raises NoPlaceError."""
    try:
        with PrivateFolder(place) as folder:
            folder.forget(_PAGE, (now - KEPT).timestamp())
            folder.put(f"{name}{_PAGE}", page.encode("utf-8", "replace"))
    except OSError as error:
        raise NoPlaceError(f"{place}: {error.strerror or error}") from error
    return place / f"{name}{_PAGE}"


def sweep(places: Sequence[Path], now: datetime) -> None:
    """Delete the old pages in those of ``places`` that are there; nothing is made, and what cannot be done is not."""
    for place in places:
        try:
            if place.is_dir():
                with PrivateFolder(place) as folder:
                    folder.forget(_PAGE, (now - KEPT).timestamp())
        except OSError:
            continue
