"""What the tray takes of a laptop, and how soon the question is there after a click; Linux alone.

    python3 run.py bench tray

A demo, a desktop that nobody looks at, and the panel of Xfce. Memory is PSS, what is shared counted in parts; idle is a
minute in which nobody does anything, with a question that is open; a click is timed until the window is seen.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from barometer_agent.tray.icon import SKIN
from tests.endtoend.desktop import AGENT, Desktop, Point, seconds_until, switched_on
from tests.endtoend.serving import free_port
from tests.eventually import eventually

CLICKS, IDLE_SECONDS = 20, 60
MUST_PSS_MB, MUST_IDLE_SECONDS, MUST_CLICK_SECONDS = 25.0, 0.0, 0.5


def main() -> int:
    """Print what was measured; 1 when any of it is more than it may be."""
    with tempfile.TemporaryDirectory(prefix="baro") as folder:
        took, idle, pss = measured(Path(folder))
    print(f"memory: {pss:.1f} MB of PSS (must be at most {MUST_PSS_MB:.0f})")
    print(f"idle: {idle:.2f} s of processor in {IDLE_SECONDS} s (must be {MUST_IDLE_SECONDS:.0f})")
    print(
        f"from click to question: {statistics.median(took) * 1000:.0f} ms in the middle, {took[-1] * 1000:.0f} at most,"
        f" of {CLICKS} (must be at most {MUST_CLICK_SECONDS * 1000:.0f})"
    )
    return int(pss > MUST_PSS_MB or idle > MUST_IDLE_SECONDS or took[-1] > MUST_CLICK_SECONDS)


def measured(folder: Path) -> tuple[list[float], float, float]:
    """The seconds of each click, shortest first, the processor time of an idle minute, and the PSS in MB."""
    (folder / "desk").mkdir()
    with (
        demo(folder / "demo") as agent,
        switched_on(folder / "desk") as desktop,
        desktop.panel(),
        desktop.program(str(AGENT), "--data", str(agent), "tray") as running,
    ):
        icon = eventually(lambda: desktop.place_of(SKIN), 30)
        took = sorted(click(desktop, icon) for _ in range(CLICKS))
        time.sleep(2)  # what the last click asked for is done
        return took, *at_rest(psutil.Process(running.pid))


def click(desktop: Desktop, icon: Point) -> float:
    """Seconds until the question is seen; it is then put off."""
    desktop.click(icon)
    took = seconds_until(lambda: desktop.windows("Barometer"))
    eventually(lambda: desktop.focused() in desktop.windows("Barometer"), 10)
    desktop.press("Escape")
    eventually(lambda: not desktop.windows("Barometer"), 10)
    time.sleep(0.5)  # a person needs longer
    return took


def at_rest(tray: psutil.Process) -> tuple[float, float]:
    """Seconds of processor time that an idle minute takes, and the PSS after it, in MB."""
    before = tray.cpu_times()
    time.sleep(IDLE_SECONDS)
    after = tray.cpu_times()
    idle = (after.user + after.system) - (before.user + before.system)
    return round(idle, 2), tray.memory_full_info().pss / 1e6  # the kernel counts in hundredths


@contextmanager
def demo(folder: Path) -> Iterator[Path]:
    """The folder of the demo's agent, once it knows what is asked."""
    options = ["--no-browser", "--port", str(free_port()), "--data", str(folder)]
    command = [str(AGENT.with_name("barometer-collector")), "demo", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline(), "the demo did not start"
            known = [str(AGENT), "--data", str(folder / "agent"), "answer", "--campaign", "none", "--wait", "60"]
            subprocess.run(known, stdout=subprocess.DEVNULL, timeout=120, check=True)
            yield folder / "agent"
        finally:
            process.terminate()


if __name__ == "__main__":
    sys.exit(main())
