"""The whole product, started as a person would start it, and a real Debian to run its agent in."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

BIN = Path(sys.executable).parent
_SECONDS_FOR_ANYTHING = 90
_LINES = ("dashboard: ", "sign in: ", "api token: ")


@dataclass
class Demo:
    """A running ``barometer-collector demo`` and the three lines it printed."""

    process: subprocess.Popen[str]
    folder: Path
    dashboard: str
    sign_in: tuple[str, str]
    token: str
    browser: httpx.Client | None = None

    def get(self, path: str) -> Any:
        """The JSON at ``path``, asked with the demo's API token."""
        headers = {"Authorization": f"Bearer {self.token}"}
        response = httpx.get(self.dashboard.rstrip("/") + path, headers=headers, trust_env=False, timeout=30)
        response.raise_for_status()
        return response.json()

    def device(self) -> Any:
        """This machine, as the API tells it; None before it is known."""
        mine = [device for device in self.get("/api/v1/devices")["devices"] if not device["simulated"]]
        return self.get(f"/api/v1/devices/{mine[0]['id']}") if mine else None

    def agent(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run the agent's command on the demo's agent, with ``typed`` as what a person types."""
        command = [str(BIN / "barometer-agent"), "--data", str(self.folder / "agent"), "--language", "en", *arguments]
        return subprocess.run(command, input=typed, capture_output=True, text=True, timeout=60, check=False)

    def page(self, path: str) -> str:
        """The page at ``path`` as a person who is signed in gets it."""
        if not self.browser:
            self.browser = httpx.Client(
                base_url=self.dashboard,
                headers={"Accept": "text/html", "Accept-Language": "en"},
                trust_env=False,
                timeout=30,
                follow_redirects=True,
            )
            user, password = self.sign_in
            hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.browser.get("/sign-in").text)
            self.browser.post("/sign-in", data={**dict(hidden), "name": user, "password": password})
        response = self.browser.get(path)
        assert response.url.path == path, f"sent to {response.url}"
        return response.text

    def stop(self) -> int:
        """Ctrl-C, and wait; the exit status."""
        if self.browser:
            self.browser.close()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        status = self.process.wait(30)
        if self.process.stdout:
            self.process.stdout.close()
        return status


def eventually(what: Callable[[], Any], seconds: float = _SECONDS_FOR_ANYTHING) -> Any:
    """The first true value of ``what()``; fails when none comes in time."""
    end = time.monotonic() + seconds
    value = None
    while time.monotonic() < end:
        value = what()
        if value:
            return value
        time.sleep(0.2)
    pytest.fail(f"did not happen within {seconds} s; the last value was {value!r}")


@pytest.fixture(scope="session")
def wait() -> Callable[..., Any]:
    return eventually


@pytest.fixture(scope="session")
def start_demo() -> Callable[..., Demo]:
    """``start_demo(folder, *options)``: the demo, when it says that it is ready."""
    return _start_demo


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """A fresh demo of this machine alone."""
    running = _start_demo(tmp_path / "demo")
    try:
        yield running
    finally:
        running.stop()


def _start_demo(folder: Path, *options: str) -> Demo:
    port = _free_port()
    command = [str(BIN / "barometer-collector"), "demo", "--no-browser", "--port", str(port), "--data", str(folder)]
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    errors = folder.with_suffix(".stderr")
    with errors.open("a") as stderr:
        process = subprocess.Popen(
            [*command, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            env=environment,
        )
    assert process.stdout is not None
    lines = [process.stdout.readline().rstrip("\n") for _ in range(3)]
    told = [line.removeprefix(name) for line, name in zip(lines, _LINES, strict=True) if line.startswith(name)]
    if len(told) != len(_LINES):
        process.kill()
        process.communicate()
        pytest.fail(f"the demo printed {lines}, and on standard error: {errors.read_text()}")
    user, password = told[1].split(" ")
    return Demo(process, folder, told[0], (user, password), told[2])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Laptop:
    """A real Debian with systemd, booted in a container; ``init`` is the pid of its first process."""

    init: int

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run ``command`` inside, as its root."""
        inside = ["env", *(f"{name}={value}" for name, value in environment.items()), *command]
        return subprocess.run(
            ["nsenter", "-t", str(self.init), "-a", *inside], capture_output=True, text=True, timeout=60, check=False
        )


@pytest.fixture(scope="session")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """A Debian of the same release as this machine's Python needs, made once and kept for later runs."""
    _require_container()
    root = Path(os.environ.get("BAROMETER_LAPTOP", "/var/cache/barometer-tests/debian"))
    if not (root / "usr/bin/systemd").exists() and not (root / "lib/systemd/systemd").exists():
        _make_laptop(root)
    bound = [f"--bind-ro={folder}" for folder in _folders_of_python()]
    nspawn = [
        "systemd-nspawn",
        "-q",
        "-D",
        str(root),
        "-b",
        "--register=no",
        "--keep-unit",
        "--volatile=overlay",
        *bound,
    ]
    console = tmp_path_factory.mktemp("laptop") / "console"
    with console.open("wb") as output:
        process = subprocess.Popen(nspawn, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        yield Laptop(eventually(lambda: _init_of(process)))
    finally:
        with contextlib.suppress(IndexError):
            subprocess.run(["nsenter", "-t", str(_children(process)[0]), "-a", "systemctl", "poweroff"], check=False)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _require_container() -> None:
    missing = [name for name in ("debootstrap", "systemd-nspawn", "nsenter") if not shutil.which(name)]
    if missing or os.geteuid() != 0:
        pytest.skip(f"booting a Debian needs root and {', '.join(missing) or 'nothing more'}")


def _make_laptop(root: Path) -> None:
    root.parent.mkdir(parents=True, exist_ok=True)
    draft = root.with_name(root.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    packages = "systemd,systemd-sysv,dbus,systemd-coredump,procps,iproute2,ca-certificates,python3"
    subprocess.run(
        ["debootstrap", "--variant=minbase", f"--include={packages}", "bookworm", str(draft)], check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    draft.rename(root)


def _folders_of_python() -> set[Path]:
    """What must be visible inside for the agent of this very tree to run there: Python, its packages, the sources."""
    here = Path(__file__).resolve().parents[2]
    return {here, Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve()}


def _init_of(nspawn: subprocess.Popen[bytes]) -> int | None:
    children = _children(nspawn)
    if not children:
        return None
    state = subprocess.run(
        ["nsenter", "-t", str(children[0]), "-a", "systemctl", "is-system-running"],
        capture_output=True,
        text=True,
        check=False,
    )
    return children[0] if state.stdout.strip() in ("running", "degraded") else None


def _children(process: subprocess.Popen[bytes]) -> list[int]:
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in listed.read_text().split()] if listed.exists() else []
