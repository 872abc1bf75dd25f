"""The agent as its package leaves it on a laptop: enrolled, run by systemd under its own account and hardening."""

import json
import re
from typing import Any

import pytest

from tests.endtoend.laptop import Laptop
from tests.eventually import eventually

ACCOUNT = "barometer-agent"
SERVICE = "barometer-agent.service"
SETTINGS = "/etc/barometer-agent/agent.toml"
_SECONDS = 60

# A container has its boot id as a mount in /proc, which the hardened service's own view of /proc hides.
_OWN_BOOT_ID = """\
[Service]
ExecStartPre=+/usr/bin/install -m 0644 /proc/sys/kernel/random/boot_id /run/this-boot
BindReadOnlyPaths=-/run/this-boot:/proc/sys/kernel/random/boot_id
"""


class Installed:
    """The agent on ``laptop``: its service, its log and, as ``until`` last saw it, what it sent."""

    def __init__(self, laptop: Laptop) -> None:
        self._laptop = laptop
        self.sent: list[dict[str, Any]] = []

    def install(self, port: int, token: str) -> str:
        """As the package does it: account, folders, enrolment, service; how the service was before it was enrolled."""
        self.lay_out(f'server_url = "http://127.0.0.1:{port}"\ninterval_seconds = 5\n')
        self._done("systemctl", "start", SERVICE)
        before = self._laptop.run("systemctl", "is-active", SERVICE).stdout.strip()
        self._done("barometer-agent", "enrol", "--token", token, account=ACCOUNT)
        self._done("systemctl", "enable", "--now", SERVICE)
        return before

    def lay_out(self, settings: str) -> None:
        """Account, folders, settings and unit, before anything is enrolled or started."""
        self._done("systemd-sysusers")
        self._done("systemd-tmpfiles", "--create", "barometer-agent.conf")
        self._laptop.path(SETTINGS).write_text(settings, "utf-8")
        drop_in = self._laptop.path(f"/etc/systemd/system/{SERVICE}.d/container.conf")
        drop_in.parent.mkdir()
        drop_in.write_text(_OWN_BOOT_ID)
        self._done("systemctl", "daemon-reload")

    def start_anew(self) -> None:
        """Stop the service and start it again, as the file of its drop-in allows only where it is not there yet."""
        self._done("rm", "-f", "/run/this-boot")
        self._done("systemctl", "restart", SERVICE)

    def samples(self, metric: str, subject: str = "") -> list[dict[str, Any]]:
        """The samples of ``metric`` that were sent, in their order."""
        found = [sample for batch in self.sent for sample in batch.get("samples", [])]
        return [one for one in found if one["metric"] == metric and subject in ("", one.get("subject", ""))]

    def gaps(self, metric: str) -> list[str]:
        """Why ``metric`` had nothing, in English, each reason once."""
        found = (gap for batch in self.sent for gap in batch.get("gaps") or ())
        return sorted({gap["reason"]["en"] for gap in found if gap["metric"] == metric})

    def until(self, metric: str, subject: str = "", seconds: float = _SECONDS) -> None:
        """Wait until a sample of ``metric`` was sent; where it never is, the laptop says what it knows."""
        try:
            eventually(lambda: self._look().samples(metric, subject), seconds)
        except pytest.fail.Exception as error:
            asked = (("journalctl", "--lines=60"), ("coredumpctl", "list"), ("barometer-agent", "sent"))
            told = "\n".join(self._laptop.run(*command).stdout[-6000:] for command in asked)
            pytest.fail(f"{metric} {subject}: {error}\n{self.gaps(metric)}\n{told}")

    def log(self) -> list[dict[str, Any]]:
        """The service's entries in the journal, oldest first, each with its fields."""
        shown = self._laptop.run("journalctl", f"--unit={SERVICE}", "--output=json").stdout
        return [json.loads(line) for line in shown.splitlines()]

    def service(self) -> dict[str, str]:
        """What systemd and the kernel know of its process."""
        shown = self._laptop.run("systemctl", "show", SERVICE, "--property=MainPID,NRestarts,ActiveState").stdout
        found = dict(line.split("=", 1) for line in shown.splitlines())
        status = self._laptop.run("cat", f"/proc/{found['MainPID']}/status").stdout
        found |= {name: value.strip() for name, value in (line.split(":", 1) for line in status.splitlines())}
        found["user"] = self._laptop.run("stat", "--format=%U", f"/proc/{found['MainPID']}").stdout.strip()
        return found

    def exposure(self) -> float:
        """systemd-analyze's own figure, 0 (locked up) to 10 (free)."""
        told = self._laptop.run("systemd-analyze", "security", "--no-pager", SERVICE).stdout
        found = re.search(rf"Overall exposure level for {re.escape(SERVICE)}: ([\d.]+)", told)
        assert found, told
        return float(found[1])

    def _look(self) -> "Installed":
        shown = self._laptop.run("barometer-agent", "sent", "--json").stdout
        self.sent = [json.loads(line) for line in shown.splitlines()]
        return self

    def _done(self, *command: str, account: str = "") -> None:
        result = self._laptop.run(*command, account=account)
        assert result.returncode == 0, result.stderr
