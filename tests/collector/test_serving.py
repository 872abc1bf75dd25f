"""Two processes over one database: how they start, stop, and what they lose when killed (nothing)."""

import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from barometer_collector.database import Database, sqlite_url
from barometer_collector.scoring.model import BUILT_IN
from barometer_collector.serving import JobsProcess, listen, reachable, serve
from barometer_collector.settings import Settings, SettingsError, load_settings
from tests.collector.laptops import Laptop, batch, enrol, sample
from tests.eventually import eventually

COMMAND = [sys.executable, "-c", "import sys; from barometer_collector.cli import main; sys.exit(main())"]
_SECONDS = 60


class Collector:
    """A running ``serve`` and its address."""

    def __init__(self, data: Path) -> None:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.process = subprocess.Popen(
            [*COMMAND, "serve", "--data", str(data), "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], _SECONDS)
        line = self.process.stdout.readline().decode() if ready else ""
        assert line.startswith("serving on http://"), self._said() if ready else "it says nothing"
        self.address = line.removeprefix("serving on ").strip()
        self.client = httpx.Client(base_url=self.address, trust_env=False, timeout=10)

    def listens(self) -> bool:
        try:
            return self.client.get("/healthz").is_success
        except httpx.TransportError:
            return False

    def _said(self) -> str:
        assert self.process.stderr is not None
        return self.process.stderr.read().decode()

    def end(self, number: int) -> tuple[int, str]:
        self.client.close()
        self.process.send_signal(number)
        _out, said = self.process.communicate(timeout=_SECONDS)
        return self.process.returncode, said.decode()


@contextmanager
def _serving(data: Path) -> Iterator[Collector]:
    collector = Collector(data)
    try:
        eventually(collector.listens, _SECONDS)
        yield collector
    finally:
        if collector.process.poll() is None:
            collector.end(signal.SIGKILL)


def _laptop(data: Path) -> Laptop:
    settings = load_settings({"data_dir": data}, {})
    database = Database(settings.database_url)
    try:
        return enrol(database, settings)
    finally:
        database.close()


def _fresh(number: int = 30_000) -> dict[str, Any]:
    now = int(time.time() * 1000)
    month = time.strftime("%Y-%m", time.gmtime(now / 1000))
    return batch(sample(value=number, at=now), month=month, sealed_at=now)


def _ids(data: Path) -> list[str]:
    database = Database(sqlite_url(data))
    with database.reading() as session:
        found = [row[0] for row in session.connection().execute(text("SELECT batch_id FROM batch"))]
        samples = session.connection().execute(text("SELECT count(*) FROM sample")).scalar_one()
    database.close()
    assert samples == len(found)
    return found


def test_a_collector_stops_cleanly_when_asked_and_goes_on_afterwards(tmp_path: Path) -> None:
    sent = []
    for number in (signal.SIGTERM, signal.SIGINT):
        with _serving(tmp_path) as collector:
            laptop = _laptop(tmp_path)
            sent.append(_fresh())
            assert laptop.send(collector.client, sent[-1]).status_code == 202
            assert collector.client.get("/readyz").status_code == 200
            assert collector.end(number) == (0, "")
    assert sorted(_ids(tmp_path)) == sorted(each["id"] for each in sent)


def test_an_end_that_is_asked_for_while_it_starts_is_not_forgotten(tmp_path: Path) -> None:
    assert Collector(tmp_path).end(signal.SIGTERM) == (0, "")


def test_campaigns_run_before_the_first_laptop_can_answer_them(tmp_path: Path) -> None:
    with _serving(tmp_path):  # it listens; the process of the jobs has not had the time to begin
        database = Database(sqlite_url(tmp_path))
        with database.reading() as session:
            running = [row[0] for row in session.connection().execute(text("SELECT kind FROM campaign"))]
        database.close()
    assert {"pulse", "crash", "told"} <= set(running)


def test_a_second_collector_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with _serving(tmp_path) as collector:
        second = subprocess.run(
            [*COMMAND, "serve", "--data", str(tmp_path), "--port", "0"],
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
        assert second.returncode == 1
        assert b"in use by another collector" in second.stderr
        assert collector.client.get("/readyz").status_code == 200


def test_what_was_acknowledged_survives_a_kill_and_nothing_is_there_twice(tmp_path: Path) -> None:
    acknowledged: set[str] = set()
    unsure: list[dict[str, Any]] = []
    for round_ in range(3):
        with _serving(tmp_path) as collector:
            laptops = [_laptop(tmp_path) for _ in range(4)]
            for each in unsure:  # what got no answer is sent again, the same bytes
                assert Laptop(0, each["key"]).send(collector.client, each["batch"]).status_code == 202
                acknowledged.add(each["batch"]["id"])
            unsure.clear()
            threads = [
                threading.Thread(target=_pour, args=(collector, laptop, acknowledged, unsure)) for laptop in laptops
            ]
            enough = len(acknowledged) + 30 + 7 * round_
            for thread in threads:
                thread.start()
            end = time.monotonic() + _SECONDS
            while len(acknowledged) < enough and time.monotonic() < end:
                threads[0].join(0.01)
            collector.process.kill()
            for thread in threads:
                thread.join()
            collector.end(signal.SIGKILL)
    stored = _ids(tmp_path)
    assert len(acknowledged) >= 100
    assert acknowledged - set(stored) == set()
    assert len(stored) == len(set(stored))


def _pour(collector: Collector, laptop: Laptop, acknowledged: set[str], unsure: list[dict[str, Any]]) -> None:
    with httpx.Client(base_url=collector.address, trust_env=False, timeout=10) as client:
        while True:
            each = _fresh()
            try:
                answer = laptop.send(client, each)
            except httpx.TransportError:
                unsure.append({"key": laptop.key, "batch": each})
                return
            if answer.status_code == 202:
                acknowledged.add(each["id"])


def test_a_killed_collector_takes_its_jobs_along(tmp_path: Path) -> None:
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from barometer_collector.settings import load_settings\n"
        "from barometer_collector.serving import JobsProcess\n"
        "jobs = JobsProcess(load_settings({'data_dir': Path(sys.argv[1])}, {}),\n"
        "    (sys.executable, '-c', 'import sys; sys.stdin.buffer.read(); print(0, flush=True)'))\n"
        "print(jobs.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE)
    with parent:
        assert parent.stdout is not None
        assert int(parent.stdout.readline()) > 0
        parent.kill()
        assert parent.stdout.read() == b"0\n"  # the child's last word, after its input ended


def test_jobs_that_end_by_themselves_are_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("barometer_collector.serving._RESTART_SECONDS", (0.0, 0.0))
    starts = tmp_path / "starts"
    program = (
        "import os, sys\n"
        "with open(sys.argv[1], 'ab') as file: file.write(b'x')\n"
        "sys.exit(1) if os.path.getsize(sys.argv[1]) < 3 else sys.stdin.buffer.read()"
    )
    settings = load_settings({"data_dir": tmp_path}, {})
    with JobsProcess(settings, (sys.executable, "-c", program, str(starts))):
        eventually(lambda: starts.exists() and starts.stat().st_size == 3, _SECONDS)
    assert starts.stat().st_size == 3


def test_an_address_in_use_is_told_with_what_to_do() -> None:
    with listen("127.0.0.1", 0) as taken:
        taken.listen()
        with pytest.raises(SettingsError, match="--port"):
            listen("127.0.0.1", taken.getsockname()[1])


def test_a_model_that_cannot_be_used_stops_it_at_start_with_name_value_and_fix(
    database: Database, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(BUILT_IN.read_text().replace('least_coverage = "50 %"', 'least_coverage = "much"'))
    with pytest.raises(SettingsError, match=r"mine\.toml: t\.least_coverage = 'much': "):
        serve(replace(settings, model_file=file))
    with pytest.raises(SettingsError, match=r"none\.toml cannot be read .*: give a file that exists"):
        serve(replace(settings, model_file=tmp_path / "none.toml"))


def test_an_answer_does_not_wait_for_an_acknowledgement_of_the_network() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP  # what asyncio looks at before it sets TCP_NODELAY


@pytest.mark.parametrize(
    ("host", "given", "expected"),
    [
        ("127.0.0.1", "", "http://127.0.0.1:7"),
        ("::1", "", "http://[::1]:7"),
        ("0.0.0.0", "", ""),
        ("0.0.0.0", "https://b.example.org", "https://b.example.org"),
    ],
)
def test_laptops_are_told_an_address_only_where_one_is_known(
    tmp_path: Path, host: str, given: str, expected: str
) -> None:
    settings = load_settings({"data_dir": tmp_path, "host": host, "public_url": given}, {})
    found = reachable(settings, 7)
    assert (found.port, found.public_url) == (7, expected)
