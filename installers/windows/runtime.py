"""A Windows Python with everything that the agent needs, in one folder: ``python -m installers.windows.runtime``.

What is downloaded is locked by hash (``python.lock``, ``packages.lock``) and comes through pip's own configuration;
the launchers and ``python3.dll`` are made here with mingw-w64. The folder is made once for each state of what it is
made from, below BAROMETER_CACHE (see ``cache_folder``), and never changed afterwards.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from installers.windows import bytecode, launchers, pip, stdlib, tcl

HERE = Path(__file__).parent
PYTHON = "3.11"
MADE_FROM = (
    "python.lock", "packages.lock", "launcher.c", "launcher.rc", "launcher.manifest",
    "runtime.py", "bytecode.py", "launchers.py", "stdlib.py", "tcl.py",
)  # fmt: skip
# Of the wheel that carries Python: its libraries, without those that Windows has itself.
CARRIED = "deploy_libs/"
OF_WINDOWS = ("api-ms-win-", "ucrtbase")
AGENT_PATHS = "python311.zip\n.\nlib\n"


class BuildError(Exception):
    """The runtime cannot be made; says why and what to do."""


def main() -> int:
    """Make it where it is missing and print where it lies."""
    try:
        print(runtime(cache_folder()))
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def cache_folder() -> Path:
    """Where downloads and builds are kept between runs: BAROMETER_CACHE, else a folder of the system or of the user."""
    if named := os.environ.get("BAROMETER_CACHE"):
        return Path(named)
    if os.geteuid() == 0:
        return Path("/var/cache/barometer-tests")
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "barometer-tests"


def runtime(cache: Path) -> Path:
    """The folder of the runtime in ``cache``, made now if it is not there. Raises BuildError."""
    if sys.version_info[:2] != (3, 11):
        raise BuildError(f"the runtime takes the standard library of Python {PYTHON}; run this with python{PYTHON}")
    try:
        made = cache / f"windows-{_digest()}"
    except tcl.TclMissingError as error:
        raise BuildError(str(error)) from error
    if made.exists():
        return made
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as temporary:
        building = Path(temporary) / "runtime"
        _build(building, Path(temporary))
        try:
            building.rename(made)
        except OSError:
            if not made.exists():  # else somebody else was quicker
                raise
    return made


def _digest() -> str:
    """Names the state of everything that the runtime is made from."""
    content = b"".join((HERE / name).read_bytes() for name in MADE_FROM)
    return hashlib.sha256(content + f"{sys.version} {tcl.patch_level()}".encode()).hexdigest()[:16]


def _build(folder: Path, wheels: Path) -> None:
    library = folder / "lib"
    library.mkdir(parents=True)
    for wheel in _download(HERE / "python.lock", wheels / "of-python"):
        _unpack_python(wheel, folder)
    for wheel in _download(HERE / "packages.lock", wheels / "of-packages"):
        with zipfile.ZipFile(wheel) as content:
            content.extractall(library)
    bytecode.write(library)
    stdlib.pack(folder / "python311.zip")
    tcl.pack(folder)
    (folder / "barometer-agent._pth").write_text(AGENT_PATHS, "utf-8")
    try:
        launchers.build(folder)
    except FileNotFoundError as error:
        raise BuildError(f"{error.filename} is missing: apt install gcc-mingw-w64-x86-64") from error


def _download(lock: Path, into: Path) -> list[Path]:
    """The wheels of ``lock``, each of which has a hash that stands there, in the new folder ``into``."""
    target = ["--platform=win_amd64", f"--python-version={PYTHON}", "--only-binary=:all:", "--no-deps"]
    arguments = ["download", "--quiet", "--disable-pip-version-check", *target, "--require-hashes", "-r", str(lock)]
    try:
        command = pip.command(*arguments, "-d", str(into))
    except FileNotFoundError as error:
        raise BuildError(str(error)) from error
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if result.returncode:
        raise BuildError(f"the packages of {lock.name} could not be downloaded:\n{result.stdout}")
    return sorted(into.iterdir())


def _unpack_python(wheel: Path, folder: Path) -> None:
    with zipfile.ZipFile(wheel) as content:
        for entry in content.infolist():
            name = entry.filename.removeprefix(CARRIED)
            if entry.filename.startswith(CARRIED) and "/" not in name and not name.startswith(OF_WINDOWS):
                (folder / name).write_bytes(content.read(entry))


if __name__ == "__main__":
    sys.exit(main())
