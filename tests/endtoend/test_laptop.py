"""A laptop's life with the agent as it is installed: it boots, a program crashes, the journal is cleared, the power
is cut, it is restarted. Everything runs under the unit's own account and hardening, in the C locale, on a machine and
for a person with accents in their names, and reaches a real collector."""

import json
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, Protocol

import pytest

pytestmark = [pytest.mark.laptop, pytest.mark.crashes, pytest.mark.timeout(400), pytest.mark.xdist_group("laptop")]

BIN = Path(sys.executable).parent
ACCOUNT = "barometer-agent"
PERSON = "zoë"
HOST = "laptop-zoë"
_CORE_PATTERN = Path("/proc/sys/kernel/core_pattern")
_UNSAFE = 3.0  # systemd-analyze security: below this a unit counts as "OK"

# A container has its boot id as a mount in /proc, which the hardened service's own view of /proc hides.
_OWN_BOOT_ID = """\
[Service]
ExecStartPre=+/usr/bin/install -m 0644 /proc/sys/kernel/random/boot_id /run/this-boot
BindReadOnlyPaths=-/run/this-boot:/proc/sys/kernel/random/boot_id
"""


class Laptop(Protocol):
    init: int

    def run(self, *command: str, account: str = "", **environment: str) -> CompletedProcess[str]: ...
    def path(self, inside: str) -> Path: ...
    def restart(self) -> None: ...
    def cut_power(self) -> None: ...
    def boot(self) -> None: ...


class History:
    """What the agent sent from the laptop, and how the laptop looked on the way."""

    def __init__(self, laptop: Laptop, wait: Callable[..., Any]) -> None:
        self._laptop = laptop
        self._wait = wait
        self.service: dict[str, str] = {}
        self.exposure = 10.0
        self.person: CompletedProcess[str] | None = None
        self.sent: list[dict[str, Any]] = []
        self.reload: CompletedProcess[str] | None = None
        self.unenrolled = ""
        self.log = ""

    def samples(self, metric: str, subject: str = "") -> list[dict[str, Any]]:
        """The samples of ``metric`` that were sent, in their order."""
        found = [sample for batch in self.sent for sample in batch.get("samples", [])]
        return [one for one in found if one["metric"] == metric and subject in ("", one.get("subject", ""))]

    def gaps(self, metric: str) -> list[str]:
        """Why ``metric`` had nothing, in English, each reason once."""
        found = (gap for batch in self.sent for gap in batch.get("gaps") or ())
        return sorted({gap["reason"]["en"] for gap in found if gap["metric"] == metric})

    def until(self, metric: str, subject: str = "", count: int = 1) -> None:
        """Wait until so many samples of ``metric`` were sent; where they never are, the agent's log says why."""
        try:
            self._wait(lambda: self.look() is None and len(self.samples(metric, subject)) >= count, 60)
        except pytest.fail.Exception as error:
            asked = (("date",), ("journalctl", "--lines=60"), ("coredumpctl", "list"), ("barometer-agent", "sent"))
            told = "\n".join(self._laptop.run(*command).stdout[-6000:] for command in asked)
            pytest.fail(f"{metric} {subject}: {error}\n{self.gaps(metric)}\n{_CORE_PATTERN.read_text()}{told}")

    def look(self) -> None:
        """Ask the agent what it sent."""
        shown = self._laptop.run("barometer-agent", "sent", "--json").stdout
        self.sent = [json.loads(line) for line in shown.splitlines()]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, wait: Callable[..., Any]) -> Iterator[tuple[int, Path, str]]:
    """A collector on this machine, whose network the laptop shares: its port, its folder and a token to enrol with."""
    folder = tmp_path_factory.mktemp("collector")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    data = ["--data", str(folder)]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [str(BIN / "barometer-collector"), "serve", *data, "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        wait(lambda: _answers(port))
        asked = [str(BIN / "barometer-collector"), "token", "create", "--team", "Laptops", *data]
        told = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=True)
        yield port, folder, told.stdout.split()[-1]
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def history(laptop: Laptop, server: tuple[int, Path, str], wait: Callable[..., Any]) -> History:
    """The laptop's life, from the installation of the agent on."""
    told = History(laptop, wait)
    _name(laptop)
    told.unenrolled = _install(laptop, *server)
    with _crashes_recorded_inside(laptop):
        told.until("boot_ms")
        told.service = _service(laptop)
        told.exposure = _exposure(laptop)
        told.person = laptop.run("barometer-agent", "sent", account=PERSON)
        told.reload = laptop.run("systemctl", "reload", "barometer-agent")
        _crash(laptop, "frail")
        told.until("app_crash", "frail")
        told.service |= _service(laptop)
        laptop.run("journalctl", "--rotate")
        laptop.run("journalctl", "--vacuum-time=1s")
        _crash(laptop, "brittle")
        told.until("app_crash", "brittle")
    laptop.cut_power()
    laptop.boot()
    told.until("os_crash")
    laptop.restart()
    told.until("os_restart")
    told.log = laptop.run("journalctl", "--unit=barometer-agent", "--output=cat").stdout
    return told


def test_the_service_runs_unprivileged_and_never_had_to_be_started_again(history: History) -> None:
    assert history.service["user"] == ACCOUNT
    assert history.service["CapEff"] == "0000000000000000"
    assert history.service["NoNewPrivs"] == "1"
    assert history.service["Seccomp"] == "2"
    assert history.service["NRestarts"] == "0"


def test_before_it_is_enrolled_the_service_waits_without_failing(history: History) -> None:
    assert history.unenrolled == "inactive"


def test_new_settings_are_taken_without_a_restart(history: History) -> None:
    assert history.reload is not None
    assert history.reload.returncode == 0, history.reload.stderr
    assert history.service["NRestarts"] == "0"


def test_systemd_finds_little_that_the_service_could_harm(history: History) -> None:
    assert history.exposure < _UNSAFE


def test_a_person_of_the_laptop_reaches_the_agent_and_reads_what_was_sent(history: History) -> None:
    assert history.person is not None
    assert history.person.returncode == 0, history.person.stderr
    assert "Boot time" in history.person.stdout


def test_each_boot_is_told_once_with_its_phase(history: History) -> None:
    assert len(history.samples("boot_ms")) == 3
    assert len(history.samples("boot_phase_ms", "userspace")) == 3


def test_each_crash_is_told_once_also_over_a_journal_that_was_cleared(history: History) -> None:
    assert len(history.samples("app_crash", "frail")) == 1
    assert len(history.samples("app_crash", "brittle")) == 1
    assert [reason for reason in history.gaps("app_crash") if "rotated or cleared" in reason]


def test_the_power_that_was_cut_is_a_crash_of_the_system_and_the_restart_is_not(history: History) -> None:
    [crash] = history.samples("os_crash")
    assert crash["labels"]["reason"] == "unclean"
    [restart] = history.samples("os_restart")
    assert restart["labels"]["reason"] == "user"


def test_pressure_and_space_are_read_under_the_hardening(history: History) -> None:
    assert history.samples("pressure_permille")
    assert history.samples("disk_free_permille")


def test_what_was_sent_is_in_the_collector_once(history: History, server: tuple[int, Path, str]) -> None:
    with closing(sqlite3.connect(server[1] / "barometer.sqlite")) as connection:
        query = "select count(*), count(distinct metric || '/' || subject || '/' || at || '/' || value) from sample"
        stored, distinct = connection.execute(query).fetchone()
    assert stored == distinct
    assert stored >= len([sample for batch in history.sent for sample in batch.get("samples", [])])


def test_nothing_names_the_person_or_the_machine_or_fails_in_the_log(history: History) -> None:
    assert PERSON not in json.dumps(history.sent, ensure_ascii=False)
    assert "sampler_failed" not in history.log


def _name(laptop: Laptop) -> None:
    """Give the machine and one of its people a name with an accent."""
    laptop.run("python3", "-X", "utf8", "-c", f"import socket; socket.sethostname({HOST!r})")
    with laptop.path("/etc/passwd").open("a", encoding="utf-8") as accounts:
        accounts.write(f"{PERSON}:x:1234:1234::/home/{PERSON}:/bin/sh\n")
    with laptop.path("/etc/group").open("a", encoding="utf-8") as groups:
        groups.write(f"{PERSON}:x:1234:\n")


def _install(laptop: Laptop, port: int, _folder: Path, token: str) -> str:
    """As the package does it: account, folders, enrolment, service; how the service was before it was enrolled."""
    _done(laptop.run("systemd-sysusers"))
    _done(laptop.run("systemd-tmpfiles", "--create", "barometer-agent.conf"))
    settings = f'server_url = "http://127.0.0.1:{port}"\ninterval_seconds = 5\n'
    laptop.path("/etc/barometer-agent/agent.toml").write_text(settings, "utf-8")
    drop_in = laptop.path("/etc/systemd/system/barometer-agent.service.d/container.conf")
    drop_in.parent.mkdir()
    drop_in.write_text(_OWN_BOOT_ID)
    _done(laptop.run("systemctl", "daemon-reload"))
    _done(laptop.run("systemctl", "start", "barometer-agent.service"))
    before = laptop.run("systemctl", "is-active", "barometer-agent.service").stdout.strip()
    _done(laptop.run("barometer-agent", "enrol", "--token", token, account=ACCOUNT))
    _done(laptop.run("systemctl", "enable", "--now", "barometer-agent.service"))
    return before


def _service(laptop: Laptop) -> dict[str, str]:
    shown = laptop.run("systemctl", "show", "barometer-agent", "--property=MainPID,NRestarts").stdout
    found = dict(line.split("=", 1) for line in shown.splitlines())
    status = laptop.run("cat", f"/proc/{found['MainPID']}/status").stdout
    found |= {name: value.strip() for name, value in (line.split(":", 1) for line in status.splitlines())}
    found["user"] = laptop.run("stat", "--format=%U", f"/proc/{found['MainPID']}").stdout.strip()
    return found


def _exposure(laptop: Laptop) -> float:
    """systemd-analyze's own figure, 0 (locked up) to 10 (free)."""
    told = laptop.run("systemd-analyze", "security", "--no-pager", "barometer-agent.service").stdout
    found = re.search(r"Overall exposure level for barometer-agent\.service: ([\d.]+)", told)
    assert found, told
    return float(found[1])


class _crashes_recorded_inside:  # noqa: N801 - used like a function
    """The kernel hands crashes to this machine; while this lasts those of the laptop go to its own systemd-coredump."""

    def __init__(self, laptop: Laptop) -> None:
        self._before = _CORE_PATTERN.read_text()
        self._handler = Path(f"/run/systemd-coredump-{laptop.init}")
        entered = f"exec {shutil.which('nsenter')} -t {laptop.init} -a /lib/systemd/systemd-coredump"
        self._script = f'#!/bin/sh\n{entered} "$@"\n'

    def __enter__(self) -> None:
        self._handler.write_text(self._script)
        self._handler.chmod(0o755)
        _CORE_PATTERN.write_text(f"|{self._handler} %p %u %g %s %t 9223372036854775808 %h")

    def __exit__(self, *_: object) -> None:
        _CORE_PATTERN.write_text(self._before)
        self._handler.unlink()


def _crash(laptop: Laptop, name: str) -> None:
    """Make an executable of that name die of SIGSEGV, below the folder of a person."""
    folder = f"/home/{PERSON}"
    # not before it has become that program: until then it is a shell
    until = f'for i in $(seq 200); do [ "$(cat /proc/$!/comm)" = {name} ] && break; sleep 0.05; done'
    script = f"mkdir -p {folder}; cp /bin/sleep {folder}/{name}; {folder}/{name} 60 & {until}; kill -SEGV $!; wait $!"
    assert laptop.run("sh", "-c", script).returncode == 128 + signal.SIGSEGV


def _done(result: CompletedProcess[str]) -> None:
    assert result.returncode == 0, result.stderr


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
