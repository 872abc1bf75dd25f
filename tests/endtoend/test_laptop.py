"""A laptop's life with the agent as it is installed: it boots, a program crashes, the journal is cleared, the power
is cut, it is restarted. Everything runs under the unit's own account and hardening, in the C locale, on a machine and
for a person with accents in their names, and reaches a real collector."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from subprocess import CompletedProcess

import pytest

from tests.endtoend.crashing import crash, recorded_inside
from tests.endtoend.installed import ACCOUNT, SETTINGS, Installed
from tests.endtoend.laptop import Laptop
from tests.endtoend.serving import Server, serving
from tests.eventually import eventually

pytestmark = [pytest.mark.laptop, pytest.mark.crashes, pytest.mark.timeout(400), pytest.mark.xdist_group("laptop")]

PERSON = "zoë"
HOST = "laptop-zoë"
_UNSAFE = 3.0  # systemd-analyze security: below this a unit counts as "OK"
_ERROR = "3"  # syslog(3)


class History:
    """What became of the agent on the laptop, and how the laptop looked on the way."""

    def __init__(self, laptop: Laptop, server: Server) -> None:
        self._laptop = laptop
        self.agent = Installed(laptop)
        _name(laptop)
        self.unenrolled = self.agent.install(server.port, server.token)
        with recorded_inside(laptop):
            self._first_hours()
        laptop.cut_power()
        laptop.boot()
        self.agent.until("os_crash")
        laptop.restart()
        self.agent.until("os_restart")
        self.log = self.agent.log()

    def _first_hours(self) -> None:
        self.agent.until("boot_ms")
        self.exposure = self.agent.exposure()
        self.person: CompletedProcess[str] = self._laptop.run("barometer-agent", "sent", account=PERSON)
        self.reload = self._laptop.run("systemctl", "reload", "barometer-agent")
        self._set_wrongly()
        crash(self._laptop, "frail", f"/home/{PERSON}")
        self.agent.until("app_crash", "frail")
        self.service = self.agent.service()
        self._laptop.run("journalctl", "--rotate")
        self._laptop.run("journalctl", "--vacuum-time=1s")
        crash(self._laptop, "brittle", f"/home/{PERSON}")
        self.agent.until("app_crash", "brittle")

    def _set_wrongly(self) -> None:
        """A setting that cannot be, until the agent said so."""
        settings = self._laptop.path(SETTINGS)
        right = settings.read_text("utf-8")
        settings.write_text(right.replace("= 5", '= "quick"'), "utf-8")
        self._laptop.run("systemctl", "reload", "barometer-agent")
        self.complaint = eventually(lambda: [one for one in self.agent.log() if "settings_wrong" in one["MESSAGE"]], 30)
        settings.write_text(right, "utf-8")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("collector")) as started:
        yield started


@pytest.fixture(scope="module")
def history(laptop: Laptop, server: Server) -> History:
    """The laptop's life, from the installation of the agent on."""
    return History(laptop, server)


def test_the_service_runs_unprivileged_and_never_had_to_be_started_again(history: History) -> None:
    assert history.service["user"] == ACCOUNT
    assert history.service["CapEff"] == "0000000000000000"
    assert history.service["NoNewPrivs"] == "1"
    assert history.service["Seccomp"] == "2"
    assert history.service["NRestarts"] == "0"


def test_before_it_is_enrolled_the_service_waits_without_failing(history: History) -> None:
    assert history.unenrolled == "inactive"


def test_new_settings_are_taken_without_a_restart(history: History) -> None:
    assert history.reload.returncode == 0, history.reload.stderr
    assert history.service["NRestarts"] == "0"


def test_wrong_settings_are_an_error_in_the_journal_and_the_old_ones_stay(history: History) -> None:
    said = history.complaint[0]
    assert said["PRIORITY"] == _ERROR
    assert said["SYSLOG_IDENTIFIER"] == ACCOUNT
    assert said["MESSAGE"].startswith("barometer_agent.reload settings_wrong kept=the old ones")
    assert "interval_seconds" in said["MESSAGE"]
    assert history.service["ActiveState"] == "active"


def test_systemd_finds_little_that_the_service_could_harm(history: History) -> None:
    assert history.exposure < _UNSAFE


def test_a_person_of_the_laptop_reaches_the_agent_and_reads_what_was_sent(history: History) -> None:
    assert history.person.returncode == 0, history.person.stderr
    assert "Boot time" in history.person.stdout


def test_each_boot_is_told_once_with_its_phase(history: History) -> None:
    assert len(history.agent.samples("boot_ms")) == 3
    assert len(history.agent.samples("boot_phase_ms", "userspace")) == 3


def test_each_crash_is_told_once_also_over_a_journal_that_was_cleared(history: History) -> None:
    assert len(history.agent.samples("app_crash", "frail")) == 1
    assert len(history.agent.samples("app_crash", "brittle")) == 1
    [lost] = history.agent.samples("records_lost_seconds", "app_crash")
    assert 0 < lost["value"] < 3600  # it may miss what happened since it looked last, and no more


def test_the_power_that_was_cut_is_a_crash_of_the_system_and_the_restart_is_not(history: History) -> None:
    [crash] = history.agent.samples("os_crash")
    assert crash["labels"]["reason"] == "unclean"
    [restart] = history.agent.samples("os_restart")
    assert restart["labels"]["reason"] == "user"


def test_pressure_and_space_are_read_under_the_hardening(history: History) -> None:
    assert history.agent.samples("pressure_permille")
    assert history.agent.samples("disk_free_permille")


def test_what_was_sent_is_in_the_collector_once(history: History, server: Server) -> None:
    with closing(sqlite3.connect(server.folder / "barometer.sqlite")) as connection:
        query = "select count(*), count(distinct metric || '/' || subject || '/' || at || '/' || value) from sample"
        stored, distinct = connection.execute(query).fetchone()
    assert stored == distinct
    assert stored >= len([sample for batch in history.agent.sent for sample in batch.get("samples", [])])


def test_nothing_names_the_person_or_the_machine_or_fails_in_the_log(history: History) -> None:
    assert PERSON not in json.dumps(history.agent.sent, ensure_ascii=False)
    assert not [one["MESSAGE"] for one in history.log if "sampler_failed" in one["MESSAGE"]]


def _name(laptop: Laptop) -> None:
    """Give the machine and one of its people a name with an accent."""
    laptop.run("python3", "-X", "utf8", "-c", f"import socket; socket.sethostname({HOST!r})")
    with laptop.path("/etc/passwd").open("a", encoding="utf-8") as accounts:
        accounts.write(f"{PERSON}:x:1234:1234::/home/{PERSON}:/bin/sh\n")
    with laptop.path("/etc/group").open("a", encoding="utf-8") as groups:
        groups.write(f"{PERSON}:x:1234:\n")
