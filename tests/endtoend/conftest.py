"""The whole product, started as a person would start it, and a real Debian to run its agent in."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.eventually import eventually
from tests.interruptible import interruptible

BIN = Path(sys.executable).parent
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
        return self.ended()

    def ended(self, seconds: float = 30) -> int:
        """Its exit status. Raises TimeoutExpired, and ends it the hard way, when that takes longer than ``seconds``."""
        try:
            return self.process.wait(seconds)
        finally:
            self.process.kill()
            self.process.communicate()


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
            interruptible([*command, *options]),
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


class Laptop:
    """A real Debian with systemd in a container, whose disk outlives its boots; the agent is installed in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._disk = folder / "disk"
        self._nspawn: subprocess.Popen[bytes] | None = None
        self.init = 0  # the pid of its first process, as this machine sees it

    def run(self, *command: str, account: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run ``command`` inside, as its root or as ``account``, in the C locale."""
        inside = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"]
        inside += [f"{name}={value}" for name, value in environment.items()]
        inside += ["setpriv", f"--reuid={account}", f"--regid={account}", "--init-groups"] if account else []
        entered = ["nsenter", "-t", str(self.init), "-a", *inside, *command]
        return subprocess.run(entered, capture_output=True, text=True, timeout=60, check=False)

    def path(self, inside: str) -> Path:
        """A file of the laptop's disk, from outside: for writing before it is switched on."""
        return self._disk / inside.lstrip("/")

    def boot(self) -> None:
        """Switch it on, and wait until it has started."""
        bound = [f"--bind-ro={place}:{inside}" for inside, place in _agent_and_python().items()]
        nspawn = ["systemd-nspawn", "-q", "-D", str(self._disk), "-b", "--register=no", "--keep-unit", *bound]
        with (self._folder / "console").open("ab") as output:
            process = subprocess.Popen(nspawn, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        self._nspawn = process
        self.init = eventually(lambda: _init_of(process))

    def cut_power(self) -> None:
        """Everything stops at once, as when the battery is pulled."""
        os.kill(self.init, signal.SIGKILL)
        self._wait()

    def restart(self) -> None:
        """Restart it as a person would."""
        self.run("systemctl", "reboot")
        self._wait()
        self.boot()

    def make_disk(self, base: Path) -> None:
        """A disk of its own over ``base``, which stays as it is; in memory, as an overlay cannot lie on another."""
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=0755", "laptop", str(self._folder)], check=True)
        for name in ("changes", "work", "disk"):
            (self._folder / name).mkdir()
        layers = f"lowerdir={base},upperdir={self._folder}/changes,workdir={self._folder}/work"
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", layers, str(self._disk)], check=True)
        _install_agent(self._disk)

    def close(self) -> None:
        """Switch it off and throw its disk away."""
        if self._nspawn is not None and self._nspawn.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.run("systemctl", "poweroff")
                self._wait()
        for mounted in (self._disk, self._folder):
            subprocess.run(["umount", str(mounted)], stderr=subprocess.DEVNULL, check=False)

    def _wait(self) -> None:
        assert self._nspawn is not None
        try:
            self._nspawn.wait(30)
        except subprocess.TimeoutExpired:
            self._nspawn.kill()
            self._nspawn.wait()


@pytest.fixture(scope="session")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """A laptop that is switched on; its system is made once and kept for later runs."""
    _require_container()
    base = Path(os.environ.get("BAROMETER_LAPTOP", "/var/cache/barometer-tests/debian"))
    if not (base / "usr/bin/systemd").exists() and not (base / "lib/systemd/systemd").exists():
        _make_system(base)
    made = Laptop(tmp_path_factory.mktemp("laptop"))
    try:
        made.make_disk(base)
        made.boot()
        yield made
    finally:
        made.close()


def _require_container() -> None:
    missing = [name for name in ("debootstrap", "systemd-nspawn", "nsenter") if not shutil.which(name)]
    if missing or os.geteuid() != 0:
        pytest.skip(f"booting a Debian needs root and {', '.join(missing) or 'nothing more'}")


def _make_system(base: Path) -> None:
    base.parent.mkdir(parents=True, exist_ok=True)
    draft = base.with_name(base.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    packages = "systemd,systemd-sysv,dbus,systemd-coredump,procps,iproute2,ca-certificates,python3"
    subprocess.run(
        ["debootstrap", "--variant=minbase", f"--include={packages}", "bookworm", str(draft)], check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    draft.rename(base)


_REPOSITORY = Path(__file__).resolve().parents[2]
_LIBRARY = "/usr/lib/barometer-agent"
_PYTHON = "/usr/lib/barometer-python"
# where the package of the agent will put them
_INSTALLED = {
    "barometer-agent.service": "usr/lib/systemd/system/barometer-agent.service",
    "barometer-agent.sysusers": "usr/lib/sysusers.d/barometer-agent.conf",
    "barometer-agent.tmpfiles": "usr/lib/tmpfiles.d/barometer-agent.conf",
}


def _install_agent(disk: Path) -> None:
    """The files of the package, and a launcher; the program itself is bound when the laptop is switched on."""
    for name, place in _INSTALLED.items():
        (disk / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(_REPOSITORY / "installers/linux" / name, disk / place)
    python = f"{_PYTHON}/bin/python3" if sys.base_prefix != "/usr" else "/usr/bin/python3"
    library = ":".join(f"{_LIBRARY}/{part}" for part in ("agent", "shared", "packages"))
    start = "import sys; from barometer_agent.cli.main import main; sys.exit(main())"
    launcher = disk / "usr/bin/barometer-agent"
    places = f"LD_LIBRARY_PATH={_PYTHON}/lib PYTHONPATH={library}"
    launcher.write_text(f"#!/bin/sh\n{places} exec {python} -c '{start}' \"$@\"\n")
    launcher.chmod(0o755)
    (disk / "var/log/journal").mkdir(parents=True, exist_ok=True)


def _agent_and_python() -> dict[str, Path]:
    """What must be visible inside for the agent of this very tree to run there, by its place there."""
    bound = {
        f"{_LIBRARY}/agent": _REPOSITORY / "agent",
        f"{_LIBRARY}/shared": _REPOSITORY / "shared",
        f"{_LIBRARY}/packages": Path(sysconfig.get_path("purelib")).resolve(),
    }
    if sys.base_prefix != "/usr":
        bound[_PYTHON] = Path(sys.base_prefix).resolve()
    return bound


def _init_of(nspawn: subprocess.Popen[bytes]) -> int | None:
    if nspawn.poll() is not None:
        pytest.fail("the laptop went down while it was starting")
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
