"""A laptop at rest: the agent leaves it alone, sees at once what happens then, and spares its battery when asked to.

What the agent asks of the journal is written down by a journalctl that stands before the real one on its path. The
agent measures every five seconds here.
"""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.endtoend.crashing import crash, recorded_inside
from tests.endtoend.installed import SERVICE, SETTINGS, Installed
from tests.endtoend.laptop import Laptop, switched_on
from tests.endtoend.serving import serving
from tests.eventually import eventually

pytestmark = [pytest.mark.laptop, pytest.mark.crashes, pytest.mark.timeout(400), pytest.mark.xdist_group("laptop")]

_TURN_SECONDS = 5.0
_QUIET_SECONDS = 3 * _TURN_SECONDS
_CRASHES = "MESSAGE_ID=fc2e22bc6ee647b6b90729ab34a250b1"  # SD_MESSAGE_COREDUMP in sd-messages.h
_NOTES = f"/tmp/systemd-private-*-{SERVICE}-*/tmp/asked"  # noqa: S108 - the service's own PrivateTmp=, seen from outside
_JOURNALCTL = f"""\
#!/bin/sh
case "$*" in *{_CRASHES}*) date +%s.%N >>/tmp/asked ;; esac
exec /usr/bin/journalctl "$@"
"""
_PROFILES = ("net.hadess.PowerProfiles", "/net/hadess/PowerProfiles", "net.hadess.PowerProfiles", "ActiveProfile")


class AtRest:
    """What became of a quiet laptop."""

    def __init__(self, laptop: Laptop, port: int, token: str) -> None:
        self._laptop = laptop
        self.agent = Installed(laptop)
        program = laptop.path("/usr/local/bin/journalctl")
        program.write_text(_JOURNALCTL)
        program.chmod(0o755)
        self.agent.install(port, token)
        with recorded_inside(laptop):
            self.agent.until("boot_ms")
            self.readings = eventually(self._rested, 60)
            crash(laptop, "sudden", "/root")
            self.agent.until("app_crash", "sudden")
            self._save_power()
        self.log = self.agent.log()

    def apart(self) -> list[float]:
        """The seconds between two readings of the crashes, since the service was started last."""
        told = [float(line) for line in self._laptop.run("sh", "-c", f"cat {_NOTES}").stdout.splitlines()]
        return [later - earlier for earlier, later in pairwise(told)]

    def _rested(self) -> int:
        """How often the crashes were read, once they were not for some turns; else 0."""
        now, *told = self._laptop.run("sh", "-c", f"date +%s.%N; cat {_NOTES}").stdout.split()
        return len(told) if told and float(now) - float(told[-1]) > _QUIET_SECONDS else 0

    def _save_power(self) -> None:
        """As a person does in the settings of the desktop; the agent looks when it starts, then every five minutes."""
        done = self._laptop.run("busctl", "set-property", *_PROFILES, "s", "power-saver")
        assert done.returncode == 0, done.stderr
        with self._laptop.path(SETTINGS).open("a", encoding="utf-8") as settings:
            settings.write('log_level = "info"\n')
        self.agent.start_anew()
        self.saving = eventually(self.apart, 90)


@pytest.fixture(scope="module")
def at_rest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtRest]:
    folder = tmp_path_factory.mktemp("at-rest")
    for part in ("collector", "laptop"):
        (folder / part).mkdir()
    with serving(folder / "collector") as server, switched_on(folder / "laptop") as laptop:
        yield AtRest(laptop, server.port, server.token)


def test_the_journal_is_left_alone_while_nothing_crashes(at_rest: AtRest) -> None:
    assert at_rest.readings >= 2  # what is read at once may not be in it yet


def test_a_crash_after_a_quiet_time_is_told_once(at_rest: AtRest) -> None:
    [told] = at_rest.agent.samples("app_crash")
    assert told["subject"] == "sudden"


def test_the_daemon_of_the_desktop_makes_the_agent_spare_the_battery(at_rest: AtRest) -> None:
    assert [one for one in at_rest.log if "limits battery_saver=True metered=False" in one["MESSAGE"]]
    assert at_rest.saving[0] > 3 * _TURN_SECONDS
