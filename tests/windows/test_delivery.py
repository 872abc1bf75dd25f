"""Real samples of a Windows process in a durable spool, over real TLS, in a real collector: each of them once."""

from pathlib import Path

from tests.eventually import eventually
from tests.spooled import waiting
from tests.windows.conftest import SECONDS_TO_END, Laptop
from tests.windows.wine import ended, to_windows

# Starts a program in a console of its own, and presses Ctrl-C there when the file is made. Who presses it hears it too.
PRESS = """
import ctypes, os, signal, subprocess, sys, time
kernel = ctypes.WinDLL("kernel32")
kernel.FreeConsole()
kernel.AllocConsole()
child = subprocess.Popen(sys.argv[2:], stdout=sys.stdout, stderr=sys.stdout, stdin=subprocess.DEVNULL)
signal.signal(signal.SIGINT, lambda *_: None)
while not os.path.exists(sys.argv[1]):
    time.sleep(0.1)
assert kernel.GenerateConsoleCtrlEvent(signal.CTRL_C_EVENT, 0)
sys.exit(child.wait())
"""


def test_what_was_measured_arrives_once_though_the_agent_is_killed(laptop: Laptop) -> None:
    laptop.enrol()
    laptop.start()
    eventually(lambda: stored(laptop) >= 3)
    laptop.kill()

    laptop.server.front.leave()
    before, left = stored(laptop), waiting(laptop.data)
    laptop.start()
    eventually(lambda: waiting(laptop.data) > left + 3)
    assert "Traceback" not in laptop.kill()
    measured_alone = waiting(laptop.data)
    assert measured_alone > left

    laptop.server.front.away = False
    laptop.start()
    eventually(lambda: stored(laptop) >= before + measured_alone)
    laptop.kill()
    kept = laptop.kept()
    arrived = laptop.server.samples(kept)
    assert arrived.total() == sum(len(batch["samples"]) for batch in kept.values())
    assert max(arrived.values()) == 1


def test_ctrl_c_in_a_console_ends_it_and_loses_nothing(
    laptop: Laptop, python: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    laptop.enrol()
    laptop.server.front.leave()
    program, environment = python
    pressed = tmp_path / "pressed"
    command = (to_windows(laptop.program), "--data", to_windows(laptop.data), "run", "--interval", "5")
    arguments = ("-c", PRESS, to_windows(pressed), *command)
    process = laptop.wine.start(program, *arguments, environment=environment | laptop.environment)
    try:
        eventually(lambda: waiting(laptop.data) > 3)
        pressed.touch()
        output, _ = ended(process, SECONDS_TO_END)
    finally:
        with process:
            process.kill()
        laptop.server.front.away = False
    assert process.returncode == 0, output
    assert b"Traceback" not in output
    assert not (laptop.data / "spool.db-wal").exists()  # it was closed, and not torn off
    measured = waiting(laptop.data)
    assert measured > 3

    laptop.start()
    eventually(lambda: stored(laptop) >= measured)
    laptop.kill()
    assert max(laptop.server.samples(laptop.kept()).values()) == 1


def stored(laptop: Laptop) -> int:
    """How many samples of this spool the collector has."""
    return laptop.server.samples(laptop.kept()).total()
