"""An answer outlives the window it was given in."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray import keeper
from barometer_agent.tray.answering import Given
from barometer_agent.tray.keeper import End, NoWindowError, Told
from barometer_shared.questions import FacesAnswer
from tests.agent.sources.linux import real_screen
from tests.eventually import eventually

GIVEN = Given(FacesAnswer(4), topic="laptop")
Run = Callable[[], "subprocess.Popen[bytes]"]


def ended(show: Callable[[Told], End]) -> list[End]:
    heard: list[End] = []
    keeper.keep(show, heard.append)
    return heard


def test_what_the_window_comes_to_is_handed_in_once() -> None:
    assert ended(lambda _told: GIVEN) == [GIVEN]
    assert ended(lambda _told: Outcome.NOT_NOW) == [Outcome.NOT_NOW]


def test_on_other_systems_there_is_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delattr(os, "fork")
    assert ended(lambda _told: GIVEN) == [GIVEN]


def dies(told: Told, *ends: End) -> End:
    for end in ends:
        told(end)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


@pytest.mark.parametrize(
    ("ends", "handed_in"),
    [
        ((GIVEN,), GIVEN),
        ((Given(FacesAnswer(1)), GIVEN), GIVEN),
        ((GIVEN, Outcome.NOT_NOW), Outcome.UNANSWERED),  # it was undone
        ((), Outcome.UNANSWERED),
    ],
)
def test_a_window_that_is_killed_loses_no_answer(ends: tuple[End, ...], handed_in: End) -> None:
    assert ended(lambda told: dies(told, *ends)) == [handed_in]


def test_without_a_window_nothing_is_handed_in() -> None:
    def show(_told: Told) -> End:
        raise NoWindowError("no display name")

    heard: list[End] = []
    with pytest.raises(NoWindowError, match="no display name"):
        keeper.keep(show, heard.append)
    assert heard == []


def test_a_fault_of_the_window_is_told_and_takes_nothing_along(capfd: pytest.CaptureFixture[str]) -> None:
    def show(told: Told) -> End:
        told(GIVEN)
        raise RuntimeError("a fault of ours")

    assert ended(show) == [GIVEN]
    assert "a fault of ours" in capfd.readouterr().err


_KEEP = """
import os, sys, threading, time
from pathlib import Path
from barometer_agent.tray import keeper
from barometer_agent.tray.answering import Given
from barometer_shared.questions import FacesAnswer
folder = Path(sys.argv[1])
def hand_in(end):
    with (folder / "handed in").open("a") as file:
        file.write(f"{end!r}\\n")
def show(told):
    told(Given(FacesAnswer(4), topic="laptop"))
    (folder / "window").write_text(str(os.getpid()))
    while not (folder / "end").exists():
        time.sleep(0.02)
    return Given(FacesAnswer(5))
keeper.keep(show, hand_in)
(folder / "ended").touch()
"""


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    started: list[subprocess.Popen[bytes]] = []

    def run() -> "subprocess.Popen[bytes]":
        started.append(subprocess.Popen([sys.executable, "-c", _KEEP, str(tmp_path)]))
        eventually(lambda: (tmp_path / "window").exists() and (tmp_path / "window").read_text(), 30)
        return started[0]

    yield run
    (tmp_path / "end").touch()
    for process in started:
        process.wait(30)


def handed_in(folder: Path) -> list[str]:
    told = folder / "handed in"
    return told.read_text().splitlines() if told.exists() else []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_session_that_ends_loses_no_answer(run: Run, tmp_path: Path, number: signal.Signals) -> None:
    process = run()
    process.send_signal(number)
    assert process.wait(30) == 0
    assert handed_in(tmp_path) == [repr(GIVEN)]
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "window").read_text()), 0)


def test_a_keeper_that_is_killed_leaves_the_window_to_hand_in_itself(run: Run, tmp_path: Path) -> None:
    process = run()
    process.kill()
    process.wait(30)
    assert handed_in(tmp_path) == []
    (tmp_path / "end").touch()
    assert eventually(lambda: handed_in(tmp_path), 30) == [repr(Given(FacesAnswer(5)))]


_WINDOW = """
import sys, tkinter
from barometer_agent.language import speaker
from barometer_agent.tray import keeper, window
from barometer_agent.tray.surroundings import Surroundings
from barometer_shared.questions import Faces, FacesAnswer, OpenQuestion
from random import Random
text = {"en": "How?"}
asked = OpenQuestion("pulse", Faces(text), text, text, 9)
class Answered(window.Window):
    def open(self, *, offered):
        super().open(offered=offered)
        self._shell.root.after(100, lambda: self._go(self._course.answered(FacesAnswer(3), Random())))
        self._shell.root.after(600, lambda: print("answered", flush=True))
window.Window = Answered
keeper.keep(lambda told: window.show(asked, speaker("en"), "en", told=told), lambda end: print(repr(end), flush=True))
"""


@pytest.mark.desktop
def test_an_x_server_that_goes_takes_no_answer_along() -> None:
    with real_screen.running() as display:
        environment = {**os.environ, "DISPLAY": display}
        child = subprocess.Popen(
            [sys.executable, "-c", _WINDOW],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "answered\n"
    told, _ = child.communicate(timeout=30)
    assert told == f"{Given(FacesAnswer(3))!r}\n"
