"""A Windows with the agent on it, and a real collector behind TLS for it to report to."""

import gzip
import json
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from installers.windows import product
from installers.windows.runtime import cache_folder, runtime

from tests.eventually import eventually
from tests.spooled import spooled
from tests.windows import tls
from tests.windows.wine import Wine, ended, missing, sources, temporary, to_windows

BIN = Path(sys.executable).parent
USER = "Zoë Ĉu"
SECONDS_TO_END = 120  # of a program that was told to, on a machine that has other things to do
Run = Callable[..., list[Any]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One Wine for all of them: with several processes they go to the same one."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.wine)
            item.add_marker(pytest.mark.xdist_group("wine"))
            item.add_marker(pytest.mark.timeout(480))  # whichever is first makes the runtime and the prefix


@pytest.fixture(scope="session")
def wine() -> Iterator[Wine]:
    if absent := missing():
        pytest.skip(f"a Windows needs {absent}, which is not installed")
    with temporary(USER) as made:
        yield made


@pytest.fixture(scope="session")
def installed(wine: Wine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the agent as it is installed."""
    folder = wine.prefix / "drive_c" / "Program Files" / "Barometer"
    product.make(folder, runtime(cache_folder()))
    return folder


@pytest.fixture(scope="session")
def python(wine: Wine) -> tuple[Path, dict[str, str]]:
    """The Python of that agent for snippets, and the environment in which it finds the modules of this working copy."""
    made = runtime(cache_folder())
    return made / "python.exe", sources(made)


@pytest.fixture
def run(wine: Wine, python: tuple[Path, dict[str, str]]) -> Run:
    """Runs Python on Windows with the agent of this working copy; what it printed, each line from JSON."""
    program, own = python

    def start(code: str, *arguments: str, environment: dict[str, str] | None = None) -> list[Any]:
        done = wine.run(program, "-c", code, *arguments, environment=own | (environment or {}))
        assert done.returncode == 0, done.stdout + done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    return start


@pytest.fixture
def stand_in(wine: Wine, tmp_path: Path) -> Iterator[Callable[[str], dict[str, str]]]:
    """Puts ``NAME.c`` of this folder in the place of a library of this Windows; gives the environment that takes it."""
    kept: dict[Path, Path] = {}

    def put(name: str) -> dict[str, str]:
        own = wine.prefix / "drive_c" / "windows" / "system32" / f"{name}.dll"
        kept[own] = Path(shutil.copy(own, tmp_path / f"own-{name}.dll"))
        compiler = ("x86_64-w64-mingw32-gcc", "-O1", "-Wall", "-Werror", "-D_WIN32_WINNT=0x0A00", "-shared")
        source, built = Path(__file__).with_name(f"{name}.c"), tmp_path / f"{name}.dll"
        subprocess.run([*compiler, "-o", str(built), str(source)], check=True)
        _put(built, own)
        return {"WINEDLLOVERRIDES": f"{name}=n;mscoree,mshtml="}

    yield put
    for own, copy in kept.items():
        _put(copy, own)


@dataclass
class Server:
    """A real collector, its TLS, and its database."""

    folder: Path
    authority: tls.Authority
    port: int
    process: subprocess.Popen[bytes]
    front: tls.Front

    @property
    def url(self) -> str:
        return f"https://localhost:{self.front.port}"

    def token(self) -> str:
        """A new enrolment token."""
        command = [str(BIN / "barometer-collector"), "token", "create", "--team", "Wijn", "--data", str(self.folder)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]

    def samples(self, batches: Iterable[str]) -> Counter[tuple[int, str, int, int]]:
        """Every raw sample of these batches (number of the metric, subject, time, value), and how often it is there."""
        query = (
            "select metric, subject, at, value from batch join sample on sample.device_id = batch.device_id"
            " and sample.id between first_sample and last_sample where batch_id = ?"
        )
        return Counter(row for batch in batches for row in self.query(query, batch))

    def query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the collector's database."""
        with closing(sqlite3.connect(self.folder / "barometer.sqlite", timeout=20)) as connection:
            return list(connection.execute(sql, values))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("collector")
    command = [str(BIN / "barometer-collector"), "serve", "--data", str(folder / "data"), "--port", "0"]
    made = tls.authority(folder)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        port: int = eventually(lambda: _port(folder / "log"))
        eventually(lambda: _listens(port))
        front = tls.Front(made, port)
        yield Server(folder / "data", made, port, process, front)
        front.close()
    finally:
        process.terminate()
        process.wait(SECONDS_TO_END)


@dataclass
class Laptop:
    """The agent on one data folder, called as a person or a service calls it."""

    wine: Wine
    program: Path
    data: Path
    server: Server
    running: subprocess.Popen[bytes] | None = None
    more: dict[str, str] = field(default_factory=dict)  # of its environment

    @property
    def environment(self) -> dict[str, str]:
        own = {"BAROMETER_CA_FILE": to_windows(self.server.authority.ca), "BAROMETER_LANGUAGE": "en"}
        return own | self.more

    def agent(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the agent to its end."""
        named = ("--data", to_windows(self.data))
        return self.wine.run(self.program, *named, *arguments, environment=self.environment)

    def enrol(self) -> None:
        done = self.agent("enrol", "--server", self.server.url, "--token", self.server.token())
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self) -> None:
        """``run``, measuring every five seconds."""
        named = ("--data", to_windows(self.data), "--log-level", "info")
        self.running = self.wine.start(
            self.program, *named, "run", "--interval", "5", environment=self.environment, stdout=subprocess.PIPE
        )

    def kill(self) -> str:
        """Kill -9, or what a power cut is to a process; returns what it had logged."""
        if self.running is None:
            return ""
        with self.running as process:
            process.kill()
            output, _ = ended(process, SECONDS_TO_END)
        self.running = None
        return output.decode("utf-8", "replace")

    def kept(self) -> dict[str, dict[str, Any]]:
        """The batches that the collector has acknowledged, as they lie in the spool, by their number."""
        try:
            rows = spooled(self.data, "select id, body from batch where state = 'acknowledged'")
        except sqlite3.DatabaseError:  # not made yet, or copied while it was written
            return {}
        return {number: json.loads(gzip.decompress(body)) for number, body in rows}


@pytest.fixture
def laptop(wine: Wine, installed: Path, server: Server, request: pytest.FixtureRequest) -> Iterator[Laptop]:
    """Not enrolled yet; its folder has a name that is not ASCII."""
    data = wine.prefix / "drive_c" / "users" / USER / request.node.name[:40]
    made = Laptop(wine, installed / "barometer-agent.exe", data, server)
    yield made
    made.kill()
    server.front.away = False


def _put(library: Path, place: Path) -> None:
    """Another file under that name: a program may still have the one before in its memory, and needs it whole."""
    copy = Path(shutil.copy(library, place.with_suffix(".new")))
    copy.replace(place)


def _port(log: Path) -> int:
    """The free one that the collector took; 0 while it has not said which."""
    found = re.search(r"serving on http://127\.0\.0\.1:(\d+)\s", log.read_text("utf-8"))
    return int(found[1]) if found else 0


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True
