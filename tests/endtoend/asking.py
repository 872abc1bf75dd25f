"""A service that asks, without samplers and collector, and an icon whose clock says what a test wants.

The wall clock of the icon, and of all that it starts, is set from outside (``wall_clock.c``): the product has no door
for that. How often it looks is set in the process that a test starts; who it asks, the desktop it looks at, and the
window that it opens are the real ones.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from barometer_agent.clock import Moment
from barometer_agent.desk import Desk
from barometer_agent.link.address import socket_path
from barometer_agent.link.door import Door
from barometer_agent.link.messages import AskQuestions, Reply, Request, Status
from barometer_agent.link.peers import Peer, account_name
from barometer_agent.spool import Spool
from barometer_agent.spool.preferences import Preferences
from barometer_agent.spool.prompts import Outcome, Shown
from barometer_agent.tray.icon import SKIN
from barometer_shared.questions import Faces, OpenQuestion
from tests.endtoend.desktop import Desktop
from tests.eventually import eventually

TUESDAY = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
_TRAY = """
import sys
from barometer_agent.tray import session
session.OFFER_EVERY_SECONDS = 0.5
from barometer_agent.cli import main
sys.exit(main())
"""


def ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def question(occasion: str = "", ago: timedelta = timedelta(hours=2)) -> OpenQuestion:
    """One that is open at TUESDAY, about something that happened ``ago`` where it has an occasion."""
    return OpenQuestion(
        "pulse",
        Faces({"en": "How did your laptop work today?", "nl": "Hoe werkte je laptop vandaag?"}),
        {"en": "The IT service desk", "nl": "De IT-servicedesk"},
        {"en": "We fix first what hurts most.", "nl": "We pakken eerst aan wat het meest knelt."},
        ms(TUESDAY + timedelta(days=30)),
        occasion=occasion,
        occasion_at=ms(TUESDAY - ago) if occasion else None,
    )


class _Still:
    """A clock that stands still at TUESDAY."""

    def now(self) -> Moment:
        return Moment(ms(TUESDAY), 0, "boot", 3_600_000)


class Asking:
    """The service of one laptop, on which whoever runs the tests has been for long."""

    def __init__(self, folder: Path, spool: Spool) -> None:
        self.folder = folder
        self.account = account_name(psutil.Process().uids().real)
        self.questions = [question()]
        self.looks = 0
        self.kept: list[Request] = []
        self._spool = spool
        self._desk = Desk(spool, _Still(), lambda: self.questions, lambda: STATUS, lambda: None)
        spool.prefer(self.account, Preferences(first_seen_ms=ms(TUESDAY - timedelta(days=300))))

    def handle(self, request: Request, peer: Peer) -> Sequence[Reply]:
        """As the service does, remembered."""
        told = list(self._desk.handle(request, peer))
        if isinstance(request, AskQuestions):
            self.looks += 1
        else:
            self.kept.append(request)
        return told

    def unreached(self) -> int | None:
        """Of how many people it knows that their desktop can show no question."""
        return self._desk.reach.unreached()

    def forget(self) -> None:
        """As on the day on which the agent came."""
        self._spool.prefer(self.account, Preferences())

    def has_shown(self, campaign: str, ago: timedelta) -> None:
        """The person was shown that, and answered."""
        self._spool.shown(self.account, Shown(campaign, ms(TUESDAY - ago), Outcome.ANSWERED))


STATUS = Status("0.1.0", "http://collector.test", 0, 0, 0, 0, 0, 0, 0, 100, [], "never", "", None, "", 0, [])


@contextmanager
def asking(folder: Path) -> Iterator[Asking]:
    """A service in ``folder``, whose path must be short."""
    folder.mkdir(parents=True)
    with ExitStack() as everything:
        spool = everything.enter_context(Spool(folder, 1 << 20, _Still().now()))
        made = Asking(folder, spool)
        door = everything.enter_context(Door())
        door.attend(socket_path(folder), made.handle)
        everything.callback(door.leave)
        yield made


@contextmanager
def icon(desktop: Desktop, service: Asking, now: datetime = TUESDAY) -> Iterator[None]:
    """The icon in a panel; nothing is asked before it is seen. Arguments as of ``tray``."""
    questions, service.questions = service.questions, []
    with desktop.panel(), tray(desktop, service, now):
        eventually(lambda: desktop.place_of(SKIN), 30)
        service.questions = questions
        yield


@contextmanager
def tray(desktop: Desktop, service: Asking, now: datetime = TUESDAY) -> Iterator[None]:
    """The process of the icon, whose clock says ``now`` when it begins."""
    offset = int((now - datetime.now(UTC)).total_seconds())
    clock = {"LD_PRELOAD": str(_wall_clock(service.folder)), "WALL_CLOCK_OFFSET": str(offset), "TZ": "UTC"}
    command = (sys.executable, "-P", "-c", _TRAY, "--data", str(service.folder), "--language", "en", "tray")
    with Desktop({**desktop.environment, **clock}).program(*command):
        yield


def _wall_clock(folder: Path) -> Path:
    if shutil.which("gcc") is None:
        pytest.skip("gcc: not installed")
    library = folder / "wall_clock.so"
    options = ["-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
    subprocess.run(["gcc", *options, "-o", library, Path(__file__).with_name("wall_clock.c")], check=True)
    return library
