"""How soon thirty days of what was sent can be read, and how large that page is; Linux alone.

    python3 run.py bench pages

A spool of 8,640 batches with 26 samples each, sealed by the agent, is served over the real link by another process.
Timed are ``barometer-agent sent --page`` from start to end, and Chromium from being told the address to the page
being complete, and from a word being typed to the places being told (a tenth of a second of that is a pause).
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from barometer_agent.link.address import socket_path
from barometer_agent.spool import Spool
from tests import month
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.eventually import eventually

AGENT = Path(sys.executable).with_name("barometer-agent")
SERVE = """
import sys, threading
from pathlib import Path
from barometer_agent.desk import Desk
from barometer_agent.link.address import socket_path
from barometer_agent.link.peers import Peer
from barometer_agent.link.server import LinkServer
from barometer_agent.spool import Spool
from tests import month

class Clock:
    def now(self):
        return month.ENDS

data = Path(sys.argv[1])
with Spool(data, 50 << 20, month.ENDS) as spool:
    desk = Desk(spool, Clock(), list, lambda: None, lambda: None)
    anna = Peer("anna", trusted=False)
    server = LinkServer(socket_path(data), lambda request, _peer: desk.handle(request, anna))
    server.start()
    sys.stdin.read()
    server.close()
"""
TIMES = 5
MUST_MAKE_SECONDS, MUST_OPEN_SECONDS, MUST_FIND_SECONDS = 2.5, 1.5, 1.0


def main() -> int:
    """Print what was measured; 1 when any of it is more than it may be."""
    with tempfile.TemporaryDirectory(prefix="baro") as temporary:
        folder = Path(temporary)
        with Spool(folder / "data", 50 << 20, month.ENDS) as spool:
            month.fill(spool)
        with serving(folder / "data"):
            made = sorted(make(folder) for _ in range(TIMES))
        page = folder / "barometer-pages" / "sent.html"
        opened, found = read(page)
        print(f"the page: {page.stat().st_size / 1e6:.1f} MB; the spool: {_size(folder / 'data') / 1e6:.1f} MB")
    print(f"made in {_told(made)} (must be at most {MUST_MAKE_SECONDS} s in the middle)")
    print(f"opened in {_told(opened)} (must be at most {MUST_OPEN_SECONDS} s in the middle)")
    print(f"found in {_told(found)} (must be at most {MUST_FIND_SECONDS} s in the middle)")
    middle = [statistics.median(times) for times in (made, opened, found)]
    return int(
        any(
            one > most
            for one, most in zip(middle, (MUST_MAKE_SECONDS, MUST_OPEN_SECONDS, MUST_FIND_SECONDS), strict=True)
        )
    )


@contextmanager
def serving(data: Path) -> Iterator[None]:
    """What the service does with its spool and link, in a process of its own."""
    command = [sys.executable, "-c", SERVE, str(data)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=Path(__file__).resolve().parents[2]) as server:
        eventually(socket_path(data).exists)
        yield
        assert server.stdin is not None
        server.stdin.close()


def make(folder: Path) -> float:
    """Seconds that the command takes, without a desktop that it could open a browser on."""
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    began = time.monotonic()
    subprocess.run(
        [AGENT, "--data", folder / "data", "sent", "--page"],
        env={**environment, "XDG_RUNTIME_DIR": str(folder)},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.monotonic() - began


def read(path: Path) -> tuple[list[float], list[float]]:
    """The seconds until the page was complete, and until a word was found, shortest first."""
    program = next(filter(None, map(shutil.which, CHROMIUM)))
    opened, found = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for _ in range(TIMES):
            page = browser.new_page()
            began = time.monotonic()
            page.goto(path.as_uri())
            opened.append(time.monotonic() - began)
            found.append(_search(page))
            page.close()
        browser.close()
    return sorted(opened), sorted(found)


def _search(page: Page) -> float:
    began = time.monotonic()
    page.fill("#search", "thunderbird")
    page.locator("#found:not(:empty)").wait_for()
    return time.monotonic() - began


def _told(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.2f} s in the middle of {TIMES}, {seconds[-1]:.2f} s at most"


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("spool.db*"))


if __name__ == "__main__":
    sys.exit(main())
