"""The demo's child processes: started with a log of their own, watched, and stopped in order."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ASK_TO_END: int = getattr(signal, "CTRL_BREAK_EVENT", signal.SIGTERM)
_SECONDS_TO_STOP = 15
_LINES_TO_SHOW = 15


class DemoError(Exception):
    """The demo cannot go on; the text says why and what to do."""


@dataclass(frozen=True)
class Child:
    """A running part of the demo."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path


def program(name: str) -> str:
    """The command ``name`` beside the running Python. Raises DemoError when it is not installed there."""
    folder = Path(sys.executable).parent
    for candidate in (folder / name, folder / f"{name}.exe"):
        if candidate.exists():
            return str(candidate)
    raise DemoError(f"{name} is not installed beside {sys.executable}: start the demo with python3 run.py demo")


def start(
    name: str, command: list[str], folder: Path, environment: dict[str, str], stdin: int = subprocess.DEVNULL
) -> Child:
    """Start ``command`` in a group of its own, so that Ctrl-C reaches it only through ``stop``."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"{name}.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=stdin,
            stdout=output,
            stderr=output,
            env=environment,
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # Windows' word for the same
        )
    return Child(name, process, log)


def stop(child: Child, seconds: float = _SECONDS_TO_STOP) -> None:
    """Ask ``child`` to end and wait for it; end it the hard way when it has not after ``seconds``."""
    if child.process.poll() is None:
        child.process.send_signal(ASK_TO_END)
    try:
        child.process.wait(seconds)
    except subprocess.TimeoutExpired:
        child.process.kill()
        child.process.wait()


def check(child: Child) -> None:
    """Raise DemoError, with the end of its log, when ``child`` has ended by itself."""
    status = child.process.poll()
    if status is None:
        return
    tail = "\n".join(child.log.read_text(errors="replace").splitlines()[-_LINES_TO_SHOW:])
    raise DemoError(f"the {child.name} stopped with status {status}; the end of {child.log}:\n{tail}")
