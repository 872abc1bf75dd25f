"""``ask``: the open question, in a small window."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from types import SimpleNamespace
from typing import Self

import pytest

from barometer_agent.cli import ask
from barometer_agent.cli.ask import WAIT_SECONDS, decide, hand_in
from barometer_agent.cli.command import Call
from barometer_agent.cli.main import main
from barometer_agent.link import client
from barometer_agent.link.address import LinkError, socket_path
from barometer_agent.link.client import NotRunningError, RefusedError
from barometer_agent.link.messages import AskQuestions, Done, PastPrompt, Questions, Refusal, Reply
from barometer_agent.link.server import LinkServer
from barometer_agent.prompting import Decision, Desktop, Reason
from barometer_agent.service import Service
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.answering import Given
from barometer_shared.questions import FacesAnswer, OpenQuestion
from tests.agent.sources.linux import real_bus
from tests.agent.tray.macos.appkit import Kit

MONDAY = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)


def unknown(_now: datetime) -> Desktop:
    return Desktop()


def past(outcome: Outcome, campaign: str = "pulse", **ago: float) -> PastPrompt:
    return PastPrompt(campaign, int((MONDAY - timedelta(**ago)).timestamp() * 1000), outcome)


def test_a_question_that_comes_by_itself_keeps_its_distance(pulse: OpenQuestion) -> None:
    assert decide(MONDAY, pulse, Questions([], []), unknown).allowed
    assert decide(MONDAY, pulse, Questions([], [past(Outcome.NOT_NOW, hours=1)])).reason is Reason.NOT_NOW
    assert decide(MONDAY, pulse, Questions([], [past(Outcome.ANSWERED, "other", days=2)])).reason is Reason.TOO_SOON


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        (Desktop(in_call=True), Reason.IN_CALL),
        (Desktop(full_screen=True), Reason.FULL_SCREEN),
        (Desktop(last_input=MONDAY - timedelta(minutes=3)), Reason.AWAY),
        (Desktop(last_input=MONDAY, locked=False), Reason.ALLOWED),
    ],
)
def test_a_desktop_that_is_busy_holds_a_question_back(seen: Desktop, reason: Reason, pulse: OpenQuestion) -> None:
    looked = []

    def look(now: datetime) -> Desktop:
        looked.append(now)
        return seen

    assert decide(MONDAY, pulse, Questions([], []), look).reason is reason
    assert looked == [MONDAY]


def test_nobody_looks_at_the_desktop_for_a_question_that_may_not_come_anyway(pulse: OpenQuestion) -> None:
    def look(_now: datetime) -> Desktop:
        pytest.fail("the desktop was looked at")

    assert decide(MONDAY, pulse, Questions([], [past(Outcome.NOT_NOW, hours=1)]), look).reason is Reason.NOT_NOW
    assert decide(MONDAY - timedelta(days=1), pulse, Questions([], []), look).reason is Reason.OUTSIDE_HOURS


@pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="skipped, because dbus-daemon is not installed")
def test_a_real_desktop_that_asks_for_quiet_is_left_alone(
    short_dir: Path, monkeypatch: pytest.MonkeyPatch, pulse: OpenQuestion
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
    with real_bus.running(short_dir) as bus:
        bus.serve("org.freedesktop.Notifications", {"/org/freedesktop/Notifications": {"Inhibited": ("b", 1)}})
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        assert decide(MONDAY, pulse, Questions([], [])).reason is Reason.DO_NOT_DISTURB


def test_without_a_desktop_the_terminal_is_named(
    service: Service, short_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    assert main(["--data", str(short_dir), "ask"]) == 1
    assert "In the terminal: barometer-agent answer" in capsys.readouterr().err


class Monday(datetime):
    """A clock that stands still, in the hours in which a laptop nine hours ahead of UTC may ask."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls.fromtimestamp(MONDAY.timestamp() - 9 * 3600, tz)


@pytest.fixture
def asked_lately(short_dir: Path, pulse: OpenQuestion) -> Iterator[Path]:
    """The folder of a service that knows of an open question, and of another one that was answered two days ago."""
    told = Questions([pulse], [past(Outcome.ANSWERED, "other", days=2)])
    server = LinkServer(socket_path(short_dir), lambda _request, _peer: [told])
    server.start()
    yield short_dir
    server.close()


def test_one_that_may_not_come_by_itself_opens_no_window_and_says_why(
    nine_hours_ahead: None, asked_lately: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ask, "datetime", Monday)
    monkeypatch.delenv("DISPLAY", raising=False)  # so that a window would be a failure
    assert main(["--data", str(asked_lately), "ask", "--offer"]) == 0
    assert capsys.readouterr().out == "Not now: the last question was not long ago.\n"


def test_working_hours_are_those_of_the_laptops_own_clock(
    nine_hours_ahead: None, asked_lately: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = []

    def decided(now: datetime, *_what: object) -> Decision:
        moments.append(now)
        return Decision(allowed=False, reason=Reason.OUTSIDE_HOURS)

    monkeypatch.setattr(ask, "decide", decided)
    assert main(["--data", str(asked_lately), "ask", "--offer"]) == 0
    assert [now.utcoffset() for now in moments] == [timedelta(hours=9)]


def outcomes(folder: Path) -> list[Outcome]:
    """What the service keeps of the questions that were shown."""
    told = client.ask(socket_path(folder), AskQuestions())
    assert isinstance(told, Questions)
    return [one.outcome for one in told.history]


@pytest.fixture
def macos(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """What ``ask`` and the keeper of its window do on macOS."""
    for module in ("cli.ask", "tray.keeper"):
        monkeypatch.setattr(f"barometer_agent.{module}.sys", SimpleNamespace(platform="darwin"))
    before = signal.getsignal(signal.SIGINT)
    yield monkeypatch
    signal.signal(signal.SIGINT, before)


def test_on_macos_an_answer_in_an_alert_reaches_the_service(
    service: Service, short_dir: Path, macos: pytest.MonkeyPatch
) -> None:
    kit = Kit(lambda person: person.key("4"))
    macos.setitem(sys.modules, "AppKit", kit)
    assert main(["--data", str(short_dir), "ask"]) == 0
    assert len(kit.alerts) == 2
    assert outcomes(short_dir) == [Outcome.ANSWERED]


def test_on_macos_the_alert_stands_on_the_side_that_was_chosen(
    service: Service, short_dir: Path, macos: pytest.MonkeyPatch
) -> None:
    kit = Kit(lambda person: person.key("\x1b"))
    macos.setitem(sys.modules, "AppKit", kit)
    assert main(["--data", str(short_dir), "ask", "--window", "left"]) == 0
    assert kit.alerts[0].window().held["frameOrigin"][0] == 16
    assert outcomes(short_dir) == [Outcome.NOT_NOW]


def test_on_macos_whoever_signs_out_leaves_the_answer_they_gave(
    service: Service, short_dir: Path, macos: pytest.MonkeyPatch
) -> None:
    kit = Kit(lambda person: person.key("4"), lambda _person: kit.terminate())
    macos.setitem(sys.modules, "AppKit", kit)
    with pytest.raises(SystemExit):
        main(["--data", str(short_dir), "ask"])
    assert outcomes(short_dir) == [Outcome.ANSWERED]


def test_on_macos_without_appkit_the_terminal_is_named(
    service: Service, short_dir: Path, macos: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    macos.setitem(sys.modules, "AppKit", None)
    assert main(["--data", str(short_dir), "ask"]) == 1
    assert "In the terminal: barometer-agent answer" in capsys.readouterr().err


class Absent:
    """A service that is away for the first three looks; then it gives ``replies``, one to each request.

    ``waits`` is how long somebody waited for it.
    """

    def __init__(self, folder: Path, *replies: list[Reply]) -> None:
        self.waits: list[float] = []
        self.replies = list(replies)
        self._path = socket_path(folder)
        self._server: LinkServer | None = None

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        if len(self.waits) == 3:
            self._server = LinkServer(self._path, lambda _request, _peer: self.replies.pop(0))
            self._server.start()

    def close(self) -> None:
        if self._server:
            self._server.close()


@pytest.mark.parametrize("end", [Given(FacesAnswer(4)), Outcome.UNANSWERED])
@pytest.mark.parametrize(
    "before", [[], [[Refusal("not_open")], [Refusal("not_open")]]], ids=["at once", "it knows no question yet"]
)
def test_what_a_window_came_to_waits_for_a_service_that_is_away(
    short_dir: Path,
    make_call: Callable[..., Call],
    pulse: OpenQuestion,
    end: Given | Outcome,
    before: list[list[Reply]],
) -> None:
    absent = Absent(short_dir, *before, [Done()])
    try:
        hand_in(make_call(), pulse, end, absent.wait)
    finally:
        absent.close()
    assert (len(absent.waits), absent.replies) == (3 + len(before), [])


def test_a_service_that_stays_away_is_waited_for_no_longer_than_that(
    make_call: Callable[..., Call], pulse: OpenQuestion
) -> None:
    waits: list[float] = []
    with pytest.raises(NotRunningError):
        hand_in(make_call(), pulse, Given(FacesAnswer(4)), waits.append)
    assert sum(waits) == WAIT_SECONDS


def test_a_service_that_will_not_is_asked_once(
    short_dir: Path, make_call: Callable[..., Call], pulse: OpenQuestion
) -> None:
    server = LinkServer(socket_path(short_dir), lambda _request, _peer: [Refusal("not_open")])
    server.start()
    try:
        with pytest.raises(RefusedError):
            hand_in(make_call(), pulse, Given(FacesAnswer(4)), pytest.fail)
    finally:
        server.close()


def test_a_service_that_ends_in_the_middle_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, make_call: Callable[..., Call], pulse: OpenQuestion
) -> None:
    ends: list[LinkError] = [LinkError("it was not done when it ended", "ending")]

    def send(*_given: object) -> None:
        if ends:
            raise ends.pop()

    monkeypatch.setattr("barometer_agent.cli.open_questions.send", send)
    waits: list[float] = []
    hand_in(make_call(), pulse, Given(FacesAnswer(4)), waits.append)
    assert waits == [0.5]


def test_on_macos_whoever_signs_out_waits_for_no_service(
    service: Service, short_dir: Path, macos: pytest.MonkeyPatch
) -> None:
    tries: list[object] = []

    def send(*given: object) -> None:
        if tries:
            pytest.fail("it was tried again")
        tries.append(given)
        raise NotRunningError("no service answers")

    kit = Kit(lambda person: person.key("4"), lambda _person: kit.terminate())
    macos.setitem(sys.modules, "AppKit", kit)
    macos.setattr("barometer_agent.cli.open_questions.send", send)
    assert main(["--data", str(short_dir), "ask"]) == 1
    assert len(tries) == 1


def test_without_a_question_there_is_no_window(
    service: Service, short_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(short_dir), "ask", "--campaign", "other"]) == 0
    assert capsys.readouterr().out == "No question is open for you.\n"


def test_the_service_never_loads_a_window_or_the_web_stack() -> None:
    code = (
        "import sys, barometer_agent.service\n"
        "heavy = {'tkinter', 'pydantic', 'sqlalchemy', 'fastapi', 'dbus_fast'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


_BROWSER = """#!{python}
import re, sys, urllib.request
open("{folder}/opened", "w").write(sys.argv[1])
page = open(sys.argv[1]).read()
(address,) = re.findall('action="([^"]+)"', page)
for sent in (b"do=answer+4&share=yes", b"do=done&comment=fine"):
    urllib.request.build_opener(urllib.request.ProxyHandler({{}})).open(address, sent).read()
"""


def test_whoever_chose_the_browser_is_asked_in_it(
    service: Service, short_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opener = short_dir / "xdg-open"
    opener.write_text(_BROWSER.format(python=sys.executable, folder=short_dir))
    opener.chmod(0o755)
    for name, value in (
        ("DISPLAY", ":4094"),
        ("PATH", f"{short_dir}:/usr/bin:/bin"),
        ("XDG_RUNTIME_DIR", str(short_dir)),
    ):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("SUDO_UID", raising=False)
    assert main(["--data", str(short_dir), "prefer", "--window", "browser"]) == 0
    assert main(["--data", str(short_dir), "ask"]) == 0
    assert outcomes(short_dir) == [Outcome.ANSWERED]
    assert not Path((short_dir / "opened").read_text()).exists()
