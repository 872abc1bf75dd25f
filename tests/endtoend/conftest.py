"""The whole product, started as a person would start it."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.endtoend.asking import Asking, asking
from tests.endtoend.desktop import Desktop
from tests.endtoend.desktop import switched_on as desktop_on
from tests.endtoend.laptop import Laptop, switched_on
from tests.endtoend.serving import free_port
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
    port = free_port()
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


@pytest.fixture(scope="session")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """A laptop that is switched on."""
    with switched_on(tmp_path_factory.mktemp("laptop")) as made:
        yield made


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """One in which the paths of sockets are short enough."""
    with tempfile.TemporaryDirectory(prefix="barodesk", ignore_cleanup_errors=True) as made:
        yield Path(made)


@pytest.fixture
def desktop(short_folder: Path) -> Iterator[Desktop]:
    """A desktop without a panel."""
    with desktop_on(short_folder) as made:
        yield made


@pytest.fixture
def service(short_folder: Path) -> Iterator[Asking]:
    """A service that asks whoever runs the tests."""
    with asking(short_folder / "agent") as made:
        yield made
