"""Windows programs on Linux: a Wine prefix of its own, headless and silent, with the agent's runtime.

``.venv/bin/python -m tests.windows.wine -c CODE`` (or ``FILE.py ARGUMENTS``, or ``-m MODULE``) runs the Python of the
agent's Windows runtime with the modules of this working copy: what a sampler reads on Windows can be tried with it.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from installers.windows.runtime import BuildError, cache_folder, runtime

ROOT = Path(__file__).resolve().parents[2]
# Debian keeps them out of PATH: its "wine" asks for the 32 bit half, which nobody needs here.
PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/lib/wine", "/opt/wine-stable/bin"))
# No messages of Wine's own, and no offers to install what nobody needs here.
QUIET = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=", "LC_ALL": "C.UTF-8"}
PREFIX_SECONDS = 300
CONTROL = r"HKLM\SYSTEM\CurrentControlSet\Control"


@dataclass(frozen=True)
class Wine:
    """A prefix that was made; ``run`` and ``start`` take a Windows program and its arguments."""

    prefix: Path
    user: str = ""  # whoever is signed in; empty: the user of this Linux
    display: str = ""  # the X screen that its windows are on; empty: nowhere

    def run(
        self, program: Path | str, *arguments: str, seconds: float = 300, environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run it to its end; standard output and standard error are text."""
        process = subprocess.Popen(
            [loader(), str(program), *arguments], env=self.environment(environment), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        with process:
            output, errors = ended(process, seconds)
        return subprocess.CompletedProcess(process.args, process.returncode, _text(output), _text(errors))

    def start(
        self,
        program: Path | str,
        *arguments: str,
        environment: dict[str, str] | None = None,
        stdout: int | IO[Any] = subprocess.PIPE,
    ) -> subprocess.Popen[bytes]:
        """Start it. Its output must be a pipe: the Python of Windows takes no file of Linux for one of its own."""
        return subprocess.Popen(
            [loader(), str(program), *arguments], env=self.environment(environment), stdin=subprocess.DEVNULL,
            stdout=stdout, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def environment(self, more: dict[str, str] | None = None) -> dict[str, str]:
        """The environment of a Windows program: nothing of this one but what finding programs needs."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        own = {"WINEPREFIX": str(self.prefix), **QUIET, **({"DISPLAY": self.display} if self.display else {})}
        return {**kept, **own, **(more or {})}

    def make(self) -> None:
        """Make the prefix where it is not there, as Windows 10."""
        if (self.prefix / "system.reg").exists():
            return
        self.prefix.parent.mkdir(parents=True, exist_ok=True)
        self.run("wineboot", "--init", seconds=PREFIX_SECONDS)
        self.run("winecfg", "/v", "win10")
        # Its manager gives up a service that has not spoken in ten seconds (Windows: thirty), on a busy machine too.
        self.run("reg", "add", CONTROL, "/v", "ServicesPipeTimeout", "/t", "REG_DWORD", "/d", "120000", "/f")
        self.server("--wait")

    @contextlib.contextmanager
    def signed_in(self) -> Iterator[None]:
        """Somebody is signed in meanwhile: when its last program has ended, this Windows ends, with its services."""
        shell = [loader(), "cmd.exe", "/k"]
        with subprocess.Popen(
            shell, env=self.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            # Until it speaks: what starts with this Windows keeps the output of its first program open.
            if process.stdout:
                process.stdout.read(1)
            yield
            process.kill()

    def end(self) -> None:
        """End every program of the prefix, and its server."""
        self.server("--kill")
        self.server("--wait")

    def server(self, *arguments: str) -> None:
        """Call the prefix' wineserver, bounded in time."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run([server(), *arguments], env=self.environment(), timeout=60, check=False, capture_output=True)


def ended(process: subprocess.Popen[bytes], seconds: float) -> tuple[bytes, bytes]:
    """What it said, once it has ended: what Windows started for it (a desktop) may hold its output open for ever.

    Killed when it does not end within ``seconds``, which raises TimeoutExpired.
    """
    until = time.monotonic() + seconds
    while True:
        has_ended = process.poll() is not None
        try:
            output, errors = process.communicate(timeout=1)
        except subprocess.TimeoutExpired as held:
            if has_ended:
                return held.output or b"", held.stderr or b""
            if time.monotonic() > until:
                process.kill()
                raise
        else:
            return output, errors or b""


def loader() -> str:
    """The program that runs those of Windows. Raises FileNotFoundError where Wine is not installed."""
    return _found("wine64", "wine")


def server() -> str:
    """The program behind all those of one prefix. Raises FileNotFoundError."""
    return _found("wineserver64", "wineserver")


def missing() -> str:
    """What must be installed before anything of this works; empty when nothing."""
    needed = {"wine64": ("wine64", "wine"), "gcc-mingw-w64-x86-64": ("x86_64-w64-mingw32-gcc",)}
    return " ".join(
        package for package, names in needed.items() if not any(shutil.which(n, path=PLACES) for n in names)
    )


def to_windows(path: Path) -> str:
    """How a Windows program calls this path of Linux."""
    return "Z:" + str(path).replace("/", "\\")


def sources(made: Path) -> dict[str, str]:
    """The environment in which ``python.exe`` of the runtime ``made`` finds the agent of this working copy."""
    folders = [ROOT / "agent", ROOT / "shared", made / "lib"]
    return {
        "PYTHONPATH": ";".join(to_windows(folder) for folder in folders),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@contextlib.contextmanager
def temporary(user: str = "", display: str = "") -> Iterator[Wine]:
    """A prefix that is gone afterwards."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        wine = Wine(Path(folder) / "prefix", user, display)
        try:
            wine.make()
            with wine.signed_in():
                yield wine
        finally:
            wine.end()


def _text(said: bytes) -> str:
    return said.decode("utf-8", "replace").replace("\r\n", "\n")


def _found(*names: str) -> str:
    for name in names:
        if found := shutil.which(name, path=PLACES):
            return found
    raise FileNotFoundError(f"{names[0]} is not installed: apt install wine64")


def main(arguments: Sequence[str]) -> int:
    """Run the runtime's Python in a prefix that is kept beside the runtime; returns its exit code."""
    if missing():
        sys.exit(f"missing: apt install {missing()}")
    try:
        made = runtime(cache_folder())
    except BuildError as error:
        sys.exit(str(error))
    wine = Wine(Path(os.environ.get("WINEPREFIX", cache_folder() / f"prefix-{os.geteuid()}")))
    wine.make()
    process = wine.start(made / "python.exe", *arguments, environment=sources(made))
    with process:
        for line in process.stdout or ():
            sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()
    return process.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
