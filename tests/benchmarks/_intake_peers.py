"""Whom the intake is held against over HTTP: as Debian packages them, with their own settings, on the same one core."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from sqlite3 import connect

import psutil
from _agent_peer import free_port
from _intake_core import end, family, signalled, start
from _intake_samples import Request, as_batch, as_lines, as_obvious_json, laptops

_PATIENCE_SECONDS = 60.0
_DATABASE = "bench"


@dataclass
class Peer:
    """A server that listens; ``count`` asks it how many samples it has."""

    name: str
    process: "subprocess.Popen[str]"
    port: int
    wanted: int
    request: Request
    count: Callable[[], int]

    def processes(self) -> list[psutil.Process]:
        return family(self.process.pid)

    def resume(self) -> None:
        signalled(self.processes(), signal.SIGCONT)

    def pause(self) -> None:
        signalled(self.processes(), signal.SIGSTOP)

    def stored(self) -> int:
        return self.count()

    def said(self) -> str:
        return ""


def missing(command: str, package: str) -> str:
    """Why there is no such peer here; empty where there is one."""
    return "" if shutil.which(command) else f"{command} is not installed (Debian: apt install {package})"


@contextmanager
def victoria(folder: Path) -> Iterator[Peer]:
    """VictoriaMetrics: it acknowledges what it has in memory, and writes that down within some seconds."""
    port = free_port()
    command = [
        "victoria-metrics", f"-storageDataPath={folder / 'data'}", f"-httpListenAddr=127.0.0.1:{port}",
        "-retentionPeriod=12", "-search.maxQueryDuration=10m", "-search.maxUniqueTimeseries=10000000",
    ]  # fmt: skip
    with _running(command, {}, folder) as process:
        _until_answers(port, "/health")
        yield Peer(
            "VictoriaMetrics", process, port, 204, partial(as_lines, "/write?precision=ms"), partial(_of_victoria, port)
        )


@contextmanager
def influx(folder: Path) -> Iterator[Peer]:
    """InfluxDB 1.6: every write is synced to its log. Its log of requests is off."""
    port, inner = free_port(), free_port()
    folder.mkdir(exist_ok=True)
    settings = folder / "influxdb.conf"
    settings.write_text(
        f'reporting-disabled = true\nbind-address = "127.0.0.1:{inner}"\n'
        f'[meta]\ndir = "{folder}/meta"\n[data]\ndir = "{folder}/data"\nwal-dir = "{folder}/wal"\n'
        f'[http]\nbind-address = "127.0.0.1:{port}"\nlog-enabled = false\n'
    )
    with _running(["influxd", "-config", str(settings)], {}, folder) as process:
        _until_answers(port, "/ping")
        _asked(port, "/query?" + urllib.parse.urlencode({"q": f"CREATE DATABASE {_DATABASE}"}), "POST")
        path = f"/write?db={_DATABASE}&precision=ms"
        yield Peer("InfluxDB", process, port, 204, partial(as_lines, path), partial(_of_influx, port))


@contextmanager
def obvious(folder: Path) -> Iterator[Peer]:
    """FastAPI and SQLModel as one writes them first; see the module that it runs."""
    port = free_port()
    folder.mkdir(exist_ok=True)
    file = folder / "obvious.sqlite"
    known = folder / "laptops.json"
    known.write_text(json.dumps({laptop.shown: laptop.secret for laptop in laptops()}))
    program = str(Path(__file__).with_name("_intake_obvious.py"))
    with _running([sys.executable, program, str(port), str(file), str(known)], {}, folder) as process:
        _until_answers(port, "/health")
        yield Peer("FastAPI+SQLModel", process, port, 201, as_obvious_json, partial(_of_obvious, file))


@contextmanager
def trivial(folder: Path) -> Iterator[Peer]:
    """A server that does nothing, for what the generator can do. It is told what the collector is told."""
    folder.mkdir(exist_ok=True)
    program = str(Path(__file__).with_name("_intake_trivial.py"))
    with _running([sys.executable, program], {}, folder) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        yield Peer("a server that does nothing", process, port, 204, as_batch, int)


@contextmanager
def _running(command: list[str], environment: dict[str, str], folder: Path) -> "Iterator[subprocess.Popen[str]]":
    folder.mkdir(exist_ok=True)
    log = os.open(folder / "log", os.O_CREAT | os.O_WRONLY)
    process = start(command, environment, log)
    os.close(log)
    try:
        yield process
    finally:
        end(process)


def _until_answers(port: int, path: str) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            _asked(port, path)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def _asked(port: int, path: str, method: str = "GET") -> bytes:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=600)) as connection:
        connection.request(method, path)
        reply = connection.getresponse()
        content = reply.read()
        if reply.status >= 300:
            raise RuntimeError(f"{method} {path}: {reply.status} {content[:300]!r}")
        return content


def _of_victoria(port: int) -> int:
    _asked(port, "/internal/force_flush")
    query = {"query": 'sum(count_over_time({device!=""}[4d]))', "time": str(int(time.time()) + 60), "nocache": "1"}
    found = json.loads(_asked(port, "/api/v1/query?" + urllib.parse.urlencode(query)))
    return sum(int(each["value"][1]) for each in found["data"]["result"])


def _of_influx(port: int) -> int:
    query = {"db": _DATABASE, "q": "SELECT count(*) FROM laptop"}
    found = json.loads(_asked(port, "/query?" + urllib.parse.urlencode(query)))
    rows = found["results"][0].get("series", [{"values": [[0]]}])[0]["values"]
    return sum(rows[0][1:])


def _of_obvious(file: Path) -> int:
    with closing(connect(file)) as connection:
        return int(connection.execute("SELECT count(*) FROM sample").fetchone()[0])
