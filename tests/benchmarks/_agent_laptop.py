"""What the agent costs a laptop with a desktop: both sides as their packages install them, in a booted Debian.

The laptop has what makes the agent ask more than on a bare machine: a graphical session of a person who is at work,
NetworkManager, power-profiles-daemon, systemd-coredump, a journal with a past, and as many processes as a laptop has.
The exporter runs in the same Debian, by its package's unit: there both see the same processes, devices and mounts.
Debian turns on its collector of systemd, which asks for all units: on the bare machine it finds nobody to ask, here it
doubles what the exporter takes. So that nobody takes the agent for cheaper than it is, an exporter without that
collector runs in the same turns; from a copy of the program, as two that share one would have half of it each.

What a side took is what the kernel accounts to its unit's control group, with all programs that it started; those are
counted besides. What others do to answer is not: dbus-daemon, logind and their like, for either.
"""

import compileall
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import _agent_peer
from _agent_peer import Peer
from _agent_programs import Programs, programs
from _agent_stub import Stub, stub
from _agent_table import Row
from _agent_turns import TURNS, rows, settle, turns
from _agent_unit import Unit

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import barometer_agent
import barometer_shared
from barometer_agent import enrolment
from barometer_agent.enrolment import Identity
from tests.endtoend.installed import ACCOUNT, SERVICE, Installed
from tests.endtoend.laptop import Laptop, missing, switched_on
from tests.eventually import eventually

_PROCESSES = 400
_PERSON = "worker"
_DATA = "/var/lib/barometer-agent"
_TRUST = "/etc/ssl/certs/ca-certificates.crt"
_PEER = f"{_agent_peer.NAME}.service"
_LEANER = "leaner.service"
# As a display manager asks for it when somebody signs in, but for the terminal, which a container's seat has none of.
_SESSION = "XDG_SESSION_TYPE=x11 XDG_SESSION_CLASS=user XDG_SEAT=seat0"
# The kernel of this machine has one core_pattern; the service is shown the one that Debian sets on a laptop.
_CRASHES_RECORDED = """\
[Service]
BindReadOnlyPaths=/etc/core-pattern:/proc/sys/kernel/core_pattern
"""
_ENTRIES = 200_000
# As the kernel starts it (core(5)), but for a memory that nobody needs to see.
_CRASH = f"""\
cp /bin/sleep /usr/bin/frail
frail 60 &
until [ "$(cat /proc/$!/comm)" = frail ]; do sleep 0.1; done
/lib/systemd/systemd-coredump $! $(id -u {_PERSON}) $(id -g {_PERSON}) 11 $(date +%s) 0 laptop </dev/null
kill $!
"""


def laptop(folder: Path) -> Iterator[Row]:
    """Memory and processor time at an equal interval, and the programs that the service starts."""
    if reason := missing():
        print(f"skipped, because {reason}")
        return
    _compile()
    (folder / "laptop").mkdir()
    with (
        stub(folder) as far,
        switched_on(folder / "laptop") as made,
        _exporter(made) as asked,
        _leaner(made) as asked_less,
    ):
        _lived_in(made)
        agent = _installed(made, folder, far)
        units = [Unit(made.init, name) for name in (SERVICE, _PEER, _LEANER)]
        print(f"laptop: with {_processes(made)} processes", flush=True)
        settle([asked, asked_less])
        _done(made, "sh", "-c", _CRASH)
        with programs(units[0].pid) as counted:
            taken = turns(units, [asked, asked_less])
        print(f"laptop: {far.uploads.samples} samples arrived in {far.uploads.connections} exchanges")
        _was_a_laptop(agent)
    own, other, leaner = taken
    yield from rows(own, other)
    yield Row("CPU of it without systemd's units", f"{leaner.cpu_share * 100:.4f} %")
    yield Row("CPU, ratio to that", f"{own.cpu_share / leaner.cpu_share:.3g}x")
    yield Row("programs started in five minutes", f"{counted.started.total() / TURNS:.1f}", _names(counted))


def _compile() -> None:
    """As the package brings it: inside, where it is read-only, it would be compiled anew at each start."""
    for part in (barometer_agent, barometer_shared):
        compileall.compile_dir(str(Path(str(part.__file__)).parent), quiet=1)


def _lived_in(made: Laptop) -> None:
    """Somebody is at work, who has been for long."""
    _done(made, "useradd", "--create-home", _PERSON)
    unit = ("systemd-run", "--unit=desk", "--property=PAMName=login", f"--property=User={_PERSON}")
    programs = f"for i in $(seq {_PROCESSES}); do sleep infinity & done; wait"
    _done(made, *unit, f"--property=Environment={_SESSION}", "sh", "-c", programs)
    eventually(lambda: "Active=yes" in _sessions(made) and _processes(made) >= _PROCESSES)
    quick = ("systemd-run", "--wait", "--property=LogRateLimitIntervalSec=0")
    _done(made, *quick, "sh", "-c", f"seq {_ENTRIES}")
    _done(made, "journalctl", "--rotate")


def _sessions(made: Laptop) -> str:
    script = "loginctl --no-legend | while read id rest; do loginctl show-session $id --property=Active; done"
    return made.run("sh", "-c", script).stdout


def _processes(made: Laptop) -> int:
    return sum(1 for name in made.run("ls", "/proc").stdout.split() if name.isdigit())


def _installed(made: Laptop, folder: Path, far: Stub) -> Installed:
    """The agent at its default settings, enrolled at ``far``, which this laptop trusts."""
    agent = Installed(made)
    agent.lay_out(f'server_url = "{far.collector}"\n')
    set_by_debian = made.path("/usr/lib/sysctl.d/50-coredump.conf").read_text()
    made.path("/etc/core-pattern").write_text(set_by_debian.partition("kernel.core_pattern=")[2])
    made.path(f"/etc/systemd/system/{SERVICE}.d/crashes.conf").write_text(_CRASHES_RECORDED)
    _done(made, "systemctl", "daemon-reload")
    shutil.copy(far.trust, made.path(_TRUST))
    made.path("/etc/hosts").write_text("127.0.0.1 localhost\n")
    enrolment.save(folder, Identity("00000000000000ab", "secret", "bench", far.collector))
    shutil.copy(folder / enrolment.FILE, made.path(_DATA))
    _done(made, "chown", f"{ACCOUNT}:{ACCOUNT}", f"{_DATA}/{enrolment.FILE}")
    _done(made, "systemctl", "enable", "--now", SERVICE)
    return agent


@contextmanager
def _exporter(made: Laptop) -> Iterator[Peer]:
    """As its package installs it."""
    port = _agent_peer.free_port()
    made.path(f"/etc/default/{_agent_peer.NAME}").write_text(f'ARGS="--web.listen-address=127.0.0.1:{port}"\n')
    _done(made, "systemctl", "start", _PEER)
    with _agent_peer.asked(port) as found:
        yield found


@contextmanager
def _leaner(made: Laptop) -> Iterator[Peer]:
    """The same program, without its collector of systemd."""
    port, program = _agent_peer.free_port(), "/usr/local/bin/leaner"
    _done(made, "cp", f"/usr/bin/{_agent_peer.NAME}", program)
    unit = ("systemd-run", f"--unit={_LEANER}", "--property=User=prometheus")
    _done(made, *unit, program, f"--web.listen-address=127.0.0.1:{port}", "--no-collector.systemd")
    with _agent_peer.asked(port) as found:
        yield found


def _was_a_laptop(agent: Installed) -> None:
    """What was measured must have been a service that found all of it."""
    agent.until("app_crash", "frail")


def _names(counted: Programs) -> str:
    return ", ".join(f"{name} {times}" for name, times in counted.started.most_common()) or "none"


def _done(made: Laptop, *command: str) -> None:
    result = made.run(*command)
    if result.returncode != 0:
        raise RuntimeError(f"{command[0]} failed in the laptop: {result.stderr}")
