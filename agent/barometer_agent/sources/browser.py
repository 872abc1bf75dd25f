"""The person's own browser: opening a page that lies on this laptop, and what the browser may see of it."""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from barometer_agent.sampler import NoData
from barometer_agent.sources import command

OPEN_SECONDS = 5.0  # some openers end at once, others with the browser
_SNAPS = Path("/var/lib/snapd/desktop/applications")
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


def open_page(path: Path, environment: Mapping[str, str] = os.environ, within: float = OPEN_SECONDS) -> bool:
    """Have the page at ``path`` opened by what this person opens pages with; False where that cannot be done.

    On Linux not without a desktop, where a browser of the terminal would take it, nor by sudo: a browser of root's on
    somebody else's desktop is nobody's wish.
    """
    if sys.platform == "win32":
        try:
            os.startfile(path)  # noqa: S606 - a page of ours
        except OSError:
            return False
        return True
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        opener = opener_of(environment)
        return opener is not None and _started((opener, str(path)), environment, within)


def opener_of(environment: Mapping[str, str], platform: str = sys.platform) -> str | None:
    """The program that opens a file with what this person chose for it; None without a desktop to open it on."""
    if platform == "darwin":
        return "/usr/bin/open"
    is_desktop = any(environment.get(name) for name in _DISPLAYS)
    return "xdg-open" if is_desktop and "SUDO_UID" not in environment else None


def sees_hidden_folders(snaps: Path = _SNAPS) -> bool:
    """Whether the browser may read in hidden folders of the home folder, and in the folder of the session.

    A snap, as Firefox is one on Ubuntu, may not: of the person's files it sees those in folders that are not hidden
    (snapcraft.io/docs, "The home interface").
    """
    if not snaps.is_dir():
        return True
    try:
        told = command.run("xdg-mime", "query", "default", "text/html", timeout_seconds=3)
    except NoData:
        return True
    name = told.text.strip() if told else ""
    return "/" in name or not name or not (snaps / name).is_file()


def _started(words: Sequence[str], environment: Mapping[str, str], within: float) -> bool:
    """Whether the program ended well, or still runs after a while: then it is the browser itself."""
    quiet = subprocess.DEVNULL
    try:
        program = subprocess.Popen(
            words, stdin=quiet, stdout=quiet, stderr=quiet, env=dict(environment), start_new_session=True
        )
    except OSError:
        return False
    waiting = threading.Thread(target=program.wait, daemon=True)  # which is what takes note of its end
    waiting.start()
    waiting.join(within)
    return program.returncode in (0, None)
