"""Showing a page in the person's own browser, or saying why there is nothing to show, in that same place."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from barometer_agent import account
from barometer_agent.cli.command import Call
from barometer_agent.link.address import LinkError
from barometer_agent.link.client import NotRunningError, RefusedError
from barometer_agent.pages import places
from barometer_agent.pages.places import NoPlaceError
from barometer_agent.pages.trouble_page import trouble_page
from barometer_agent.pages.wording import Wording
from barometer_agent.sources import browser


def show(call: Call, name: str, make: Callable[[Path, datetime], str]) -> int:
    """Keep the page that ``make`` makes as ``name`` and open it; its path is told where that cannot be done.

    ``make`` is given the folder of the page and the time. Where the service cannot be asked, or refuses, the page says
    so, and the error is raised all the same. Raises NoPlaceError.
    """
    now = datetime.now(UTC).astimezone()
    folder = places.usable(places.candidates(os.environ, hidden=browser.sees_hidden_folders()))
    try:
        page = make(folder, now)
    except LinkError as error:
        title, made = call.say(f"page.{name}.title"), Wording(call.say).moment(now)
        page = trouble_page(title, why(call, error), call.say, call.language, made)
        _open(call, places.keep(folder, name, page, now))
        raise
    _open(call, places.keep(folder, name, page, now))
    return 0


@contextmanager
def passing(call: Call, name: str) -> Iterator[tuple[Callable[[str], bool], str]]:
    """What keeps a page as ``name`` and opens it, False where no browser does, and the time for its foot.

    The page is gone at the end. Raises NoDesktopError where there is no place for it.
    """
    from barometer_agent.tray.host import NoDesktopError

    now = datetime.now(UTC).astimezone()
    kept: list[Path] = []
    try:
        folder = places.usable(places.candidates(os.environ, hidden=browser.sees_hidden_folders()))
    except NoPlaceError as error:
        raise NoDesktopError(error.told(call.say)) from error

    def open_page(page: str) -> bool:
        kept.append(places.keep(folder, name, page, now))
        return browser.open_page(kept[-1])

    try:
        yield open_page, Wording(call.say).moment(now)
    finally:
        for page in kept:
            page.unlink(missing_ok=True)


def why(call: Call, error: LinkError) -> str:
    """The same words as in a terminal."""
    if isinstance(error, RefusedError):
        return call.say(f"link.{error.problem}")
    if isinstance(error, NotRunningError):
        text, values = account.not_running(call.config)
        return call.say(text, **values)
    return error.told(call.say)


def _open(call: Call, page: Path) -> None:
    opened = browser.open_page(page)
    call.write(call.say("page.opened" if opened else "page.not_opened", page=page))
