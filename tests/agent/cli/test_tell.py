"""``tell``: somebody tells IT something unasked."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from barometer_agent.cli import tell
from barometer_agent.cli.command import Call
from barometer_agent.cli.main import main
from barometer_agent.cli.tell import Dialogue, reason
from barometer_agent.language import speaker
from barometer_agent.link.address import socket_path
from barometer_agent.link.messages import Done, Refusal, Reply, Request, TellIt
from barometer_agent.link.peers import Peer
from barometer_agent.link.server import LinkServer
from tests.agent.sources.linux import real_screen
from tests.agent.tray.macos.appkit import Kit

DOCK = "The dock fails every morning."


class Service:
    """Keeps what IT is told, or refuses it."""

    def __init__(self) -> None:
        self.told: list[TellIt] = []
        self.reply: Reply = Done()

    def handle(self, request: Request, _peer: Peer) -> Iterable[Reply]:
        if isinstance(request, TellIt):
            self.told.append(request)
        return [self.reply]


@pytest.fixture
def heard(short_dir: Path) -> Iterator[Service]:
    service = Service()
    server = LinkServer(socket_path(short_dir), service.handle)
    server.start()
    yield service
    server.close()


@pytest.fixture(autouse=True)
def _no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        ([], TellIt(DOCK)),
        (["--mood", "2", "--share"], TellIt(DOCK, 2, share=True)),
        (["--contact"], TellIt(DOCK, share=True, contact=True)),
    ],
)
def test_one_line_of_a_shell_tells_it(
    heard: Service, short_dir: Path, flags: list[str], told: TellIt, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(short_dir), "tell", "--text", f" {DOCK} ", *flags]) == 0
    assert heard.told == [told]
    assert capsys.readouterr().out == "Thank you. It is on its way to IT.\n"


def test_no_words_are_nothing_to_tell(heard: Service, short_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(short_dir), "tell", "--text", "  "]) == 0
    assert (heard.told, capsys.readouterr().out) == ([], "Nothing was sent.\n")


def test_without_a_screen_the_terminal_asks(
    heard: Service, short_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{DOCK}\n\nn\ny\n"))
    assert main(["--data", str(short_dir), "--language", "nl", "tell"]) == 0
    assert heard.told == [TellIt(DOCK, share=False, language="nl")]
    assert "zonder je naam of je laptop" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ([DOCK, "2", "n", "n"], TellIt(DOCK, 2)),
        ([DOCK, "", "y", "n"], TellIt(DOCK, share=True)),
        ([DOCK, "seven", "n", "y"], TellIt(DOCK, share=True, contact=True)),
        ([DOCK], TellIt(DOCK)),
        ([""], None),
        ([], None),
    ],
)
def test_what_is_typed_is_what_is_told(typed: list[str], told: TellIt | None) -> None:
    lines, shown = list(typed), list[str]()

    def read(prompt: str) -> str:
        shown.append(prompt)
        if not lines:
            raise EOFError
        return lines.pop(0) + "\n"

    assert Dialogue(speaker("en"), "en", read, shown.append).ask() == told
    assert shown[0].startswith("Who sees this? IT reads what you write, without your name")


def test_why_it_could_not_be_sent_is_told_in_words(
    heard: Service, make_call: Callable[..., Call], tmp_path: Path
) -> None:
    call = make_call("nl")
    assert reason(call, TellIt(DOCK)) == ""
    heard.reply = Refusal("told_enough")
    assert reason(call, TellIt(DOCK)) == speaker("nl")("link.told_enough")


def test_without_a_service_that_is_told(make_call: Callable[..., Call]) -> None:
    assert reason(make_call(), TellIt(DOCK)) == speaker("en")("tray.not_running")


@pytest.mark.desktop
def test_on_a_real_screen_it_is_a_window(heard: Service, short_dir: Path) -> None:
    with real_screen.running(1024, 768) as display:
        environment = {**os.environ, "DISPLAY": display}
        start = "import sys; from barometer_agent.cli import main; sys.exit(main())"
        command = [sys.executable, "-c", start, "--data", str(short_dir), "--language", "en", "tell"]
        with subprocess.Popen(command, env=environment) as child:

            def xdotool(*words: str) -> str:
                asked = ["xdotool", *words]
                done = subprocess.run(asked, env=environment, capture_output=True, text=True, timeout=30, check=False)
                return done.stdout.strip()

            shown = xdotool("search", "--sync", "--onlyvisible", "--name", "^Tell IT something$").split()[0]
            xdotool("windowfocus", "--sync", shown)
            xdotool("type", "--delay", "20", "dock 5")
            xdotool("key", "ctrl+Return")
            xdotool("key", "--delay", "300", "Escape")
            assert child.wait(30) == 0
    assert heard.told == [TellIt("dock 5", language="en")]


def test_on_macos_it_is_told_in_an_alert(heard: Service, short_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kit = Kit(lambda person: person.write(DOCK), lambda person: person.key("\r"))
    monkeypatch.setitem(sys.modules, "AppKit", kit)
    monkeypatch.setattr(tell, "sys", SimpleNamespace(platform="darwin"))
    before = signal.getsignal(signal.SIGINT)
    try:
        assert main(["--data", str(short_dir), "tell"]) == 0
    finally:
        signal.signal(signal.SIGINT, before)
    assert heard.told == [TellIt(DOCK)]
