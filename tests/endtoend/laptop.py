"""A real Debian with systemd in a container, with the agent of this very tree in it, where its package will put it."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.endtoend import debian, mounts
from tests.eventually import eventually

_REPOSITORY = Path(__file__).resolve().parents[2]
_WITH_US = ("setpriv", "--pdeathsig", "KILL")  # with tests that are killed; what outlives that, mounts.clear() ends
_LIBRARY = "/usr/lib/barometer-agent"
_PYTHON = "/usr/lib/barometer-python"
# where the package of the agent will put them
_INSTALLED = {
    "barometer-agent.service": "usr/lib/systemd/system/barometer-agent.service",
    "barometer-agent.sysusers": "usr/lib/sysusers.d/barometer-agent.conf",
    "barometer-agent.tmpfiles": "usr/lib/tmpfiles.d/barometer-agent.conf",
}


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
            process = subprocess.Popen([*_WITH_US, *nspawn], stdin=subprocess.DEVNULL, stdout=output, stderr=output)
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
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=0755", mounts.owned(), str(self._folder)], check=True)
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


@contextlib.contextmanager
def switched_on(folder: Path) -> Iterator[Laptop]:
    """A laptop with its disk in ``folder``, switched on; its system is made once and kept for later ones."""
    if lacking := missing():
        pytest.skip(lacking)
    base = debian.system()
    mounts.clear()
    made = Laptop(folder)
    try:
        made.make_disk(base)
        made.boot()
        yield made
    finally:
        made.close()


def missing() -> str:
    """What booting a laptop lacks on this machine, empty where it lacks nothing."""
    programs = [name for name in ("debootstrap", "systemd-nspawn", "nsenter") if not shutil.which(name)]
    lacking = programs if os.geteuid() == 0 else ["root", *programs]
    return f"booting a Debian needs {', '.join(lacking)}" if lacking else ""


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
