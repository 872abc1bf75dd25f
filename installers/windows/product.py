"""The agent for Windows as it is installed, in one folder: ``python -m installers.windows.product FOLDER``.

The runtime, and in its ``lib`` the wheels of the agent and of what it shares with the collector.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from installers.windows import bytecode, pip
from installers.windows.runtime import BuildError, cache_folder, runtime

ROOT = Path(__file__).resolve().parents[2]
MEMBERS = ("shared", "agent")
OF_DEVELOPERS = ("python.exe",)


def main() -> int:
    """Make the folder that is named on the command line, which must not be there yet."""
    try:
        make(Path(sys.argv[1]), runtime(cache_folder()))
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def make(folder: Path, made: Path) -> None:
    """Copy the runtime ``made`` to ``folder`` and add the product. Raises BuildError."""
    shutil.copytree(made, folder, copy_function=_link_or_copy)
    for name in OF_DEVELOPERS:
        (folder / name).unlink()
    with tempfile.TemporaryDirectory() as temporary:
        alone = ["--no-index", "--no-deps", "--no-build-isolation", "-w", temporary]
        members = [str(ROOT / member) for member in MEMBERS]
        try:
            command = pip.command("wheel", "--quiet", "--disable-pip-version-check", *alone, *members)
        except FileNotFoundError as error:
            raise BuildError(str(error)) from error
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if result.returncode:
            raise BuildError(f"the agent could not be packed:\n{result.stdout}")
        for wheel in Path(temporary).glob("*.whl"):
            with zipfile.ZipFile(wheel) as content:
                content.extractall(folder / "lib")
    for member in MEMBERS:
        bytecode.write(folder / "lib" / f"barometer_{member}")


def _link_or_copy(source: str, target: str) -> None:
    """The same file where both lie on one disk: nothing writes into a runtime that was made."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


if __name__ == "__main__":
    sys.exit(main())
