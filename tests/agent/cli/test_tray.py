"""``tray``: the icon in the panel."""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from barometer_agent.cli import tray
from barometer_agent.cli.command import Call
from barometer_agent.cli.main import main
from barometer_agent.cli.tray import Link, starts
from barometer_agent.link.address import socket_path
from barometer_agent.link.messages import MOST_IDLE_SECONDS, Done, Prefer, Questions, Reply, Request, TellInput
from barometer_agent.link.peers import Peer
from barometer_agent.link.server import LinkServer
from barometer_agent.prompting import Decision, Desktop, Reason
from barometer_agent.service import Service
from barometer_agent.spool.prompts import Outcome
from barometer_shared.questions import OpenQuestion

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="this tray is that of Linux")


@pytest.fixture
def link(make_call: Callable[..., Call]) -> Link:
    return Link(make_call(campaign=None, wait=0.0))


def test_without_a_service_nothing_is_known_and_nothing_fails(link: Link, pulse: OpenQuestion) -> None:
    assert link.questions() is None
    link.put_off(pulse, Outcome.NOT_NOW)


def test_what_is_put_off_is_known_to_the_service(service: Service, link: Link) -> None:
    told = link.questions()
    assert told is not None
    link.put_off(told.questions[0], Outcome.UNANSWERED)
    after = link.questions()
    assert after is not None
    assert [(one.campaign, one.outcome) for one in after.history] == [("pulse", Outcome.UNANSWERED)]


@pytest.mark.parametrize("allowed", [True, False])
def test_a_question_is_due_when_it_may_be_asked(
    service: Service, link: Link, monkeypatch: pytest.MonkeyPatch, allowed: bool
) -> None:
    told = link.questions()
    assert told is not None
    decision = Decision(allowed, Reason.ALLOWED if allowed else Reason.IN_CALL)
    monkeypatch.setattr(tray, "decide", lambda *_what: decision)
    assert link.due(told) == (told.questions[0] if allowed else None)


def test_the_desktop_is_looked_at_once_however_many_questions_are_open(
    service: Service, link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = link.questions()
    assert told is not None
    looks = []

    def looked(now: datetime, *_more: object) -> Desktop:
        looks.append(now)
        return Desktop(locked=True)

    def decided(now: datetime, _one: OpenQuestion, _told: Questions, look: Callable[[datetime], Desktop]) -> Decision:
        return Decision(not look(now).locked, Reason.LOCKED)

    monkeypatch.setattr(tray.desktop, "read", looked)
    monkeypatch.setattr(tray, "decide", decided)
    for _ in range(2):
        assert link.due(Questions(told.questions * 3, [])) is None
    assert len(looks) == len(set(looks)) == 2


def test_working_hours_are_those_of_the_laptops_own_clock(
    nine_hours_ahead: None, link: Link, pulse: OpenQuestion, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = []

    def decided(now: datetime, *_what: object) -> Decision:
        moments.append(now)
        return Decision(allowed=False, reason=Reason.OUTSIDE_HOURS)

    monkeypatch.setattr(tray, "decide", decided)
    assert link.due(Questions([pulse], [])) is None
    assert [now.utcoffset() for now in moments] == [timedelta(hours=9)]


def test_a_choice_is_kept_by_the_service(service: Service, link: Link) -> None:
    kept = link.prefer(Prefer(ask_less=2))
    told = link.questions()
    assert told is not None
    assert kept is not None
    assert kept.ask_less == told.preferences.ask_less == 2


def test_what_no_service_can_keep_is_not_kept(link: Link) -> None:
    assert link.prefer(Prefer(never=True)) is None


def test_what_it_starts_serves_the_same_service(make_call: Callable[..., Call]) -> None:
    call = make_call(config=None, data="/data", language="nl", log_level=None)
    assert list(starts(call))[-2:] == ["--data", "/data"]


def test_input_is_told_in_seconds_and_only_where_there_is_something_to_tell(
    make_call: Callable[..., Call], short_dir: Path
) -> None:
    heard: list[Request] = []

    def handle(request: Request, _peer: Peer) -> list[Reply]:
        heard.append(request)
        return [Done()]

    call = make_call()
    link = Link(call)
    link.tell_input(lambda: 1000)  # nobody listens yet, and nothing fails
    server = LinkServer(socket_path(call.config.socket_dir), handle)
    server.start()
    try:
        for idle_ms in (90_999, None, 2 * 86_400_000):
            link.tell_input(lambda idle_ms=idle_ms: idle_ms)
    finally:
        server.close()
    assert heard == [TellInput(90), TellInput(MOST_IDLE_SECONDS)]


def test_what_is_installed_on_windows_starts_itself(
    make_call: Callable[..., Call], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/Program Files/Barometer/barometer-agentw.exe")
    command = starts(make_call(data="/data"))
    assert command == ("/Program Files/Barometer/barometer-agentw.exe", "--data", "/data")


def test_what_it_starts_is_found_from_any_folder(tmp_path: Path, make_call: Callable[..., Call]) -> None:
    (tmp_path / "barometer_agent.py").write_text("raise SystemExit(9)")
    command = [*starts(make_call(data=str(tmp_path / "none"))), "ask", "--wait", "0", "--language", "en"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "No service works in" in done.stderr


def test_without_a_session_the_terminal_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], short_dir: Path
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    assert main(["--data", str(short_dir), "tray"]) == 1
    told = "No icon can be shown here (No such file or directory). In the terminal: barometer-agent answer"
    assert capsys.readouterr().err == f"Error: {told}\n"


def test_without_the_library_the_terminal_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], short_dir: Path
) -> None:
    for name in [name for name in sys.modules if name.startswith("barometer_agent.tray.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "dbus_fast", None)
    assert main(["--data", str(short_dir), "tray", "--language", "nl"]) == 1
    assert "Hier kan geen pictogram getoond worden" in capsys.readouterr().err


def test_on_macos_without_appkit_the_terminal_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], short_dir: Path
) -> None:
    monkeypatch.setattr(tray, "sys", SimpleNamespace(platform="darwin"))
    monkeypatch.setitem(sys.modules, "AppKit", None)
    assert main(["--data", str(short_dir), "tray"]) == 1
    assert "No icon can be shown here (import of AppKit" in capsys.readouterr().err
