"""A small workspace that run.py can set up without any network: one package in a folder, three empty members."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MEMBER = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "barometer-{name}"
version = "1"
"""
# A build backend of a few lines, so that an editable install needs nothing from an index.
BACKEND = """\
import pathlib, zipfile
def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "barometer_" + pathlib.Path.cwd().name
    info = f"{name}-1.dist-info"
    with zipfile.ZipFile(pathlib.Path(folder) / f"{name}-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: 1\\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        if name == "barometer_agent":
            wheel.writestr(f"{info}/entry_points.txt", "[console_scripts]\\nbarometer-agent = tiny:main\\n")
        wheel.writestr(f"{info}/RECORD", "")
    return f"{name}-1-py3-none-any.whl"
"""
TINY = """\
import os, sys
def main():
    print("arguments:", *sys.argv[1:], "in", os.getcwd())
    return 7
"""


class Workspace:
    """A copy of run.py beside three members and a lock file that asks for one package, in ``folder``/house."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "house"
        self.lock = self.root / "requirements.lock"
        for member in ("shared", "agent", "collector"):
            (self.root / member).mkdir(parents=True)
            (self.root / member / "pyproject.toml").write_text(MEMBER.format(name=member))
            (self.root / member / "backend.py").write_text(BACKEND)
        shutil.copy(ROOT / "run.py", self.root)
        (folder / "bin").mkdir()
        (folder / "bin" / "npm").touch(mode=0o755)  # so that no node is fetched
        (folder / "index").mkdir()
        wheel = folder / "index" / "tiny-1-py3-none-any.whl"
        _write_wheel(wheel)
        self.ask_for("tiny==1", hashlib.sha256(wheel.read_bytes()).hexdigest())

    def ask_for(self, package: str, digest: str = "0" * 64) -> None:
        """Let the lock ask for this package with this hash alone."""
        self.lock.write_text(f"{package} --hash=sha256:{digest}\n")

    def start(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run run.py as a stranger does, with pip alone and the folder ``index`` instead of a network."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}
        index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.folder / "index"), "PIP_CONFIG_FILE": os.devnull}
        return subprocess.run(
            [sys.executable, str(self.root / "run.py"), *arguments],
            cwd=self.folder,
            env={**clean, **index, "PATH": str(self.folder / "bin"), **environment},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """One that was never started."""
    return Workspace(tmp_path)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One that was set up already; a test leaves it set up."""
    made = Workspace(tmp_path_factory.mktemp("running"))
    made.start("agent")
    return made


def _write_wheel(path: Path) -> None:
    files = {
        "tiny.py": TINY,
        "tiny-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1\n",
        "tiny-1.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
        records = [f"{name},sha256={_record_hash(text)},{len(text)}" for name, text in files.items()]
        wheel.writestr("tiny-1.dist-info/RECORD", "\n".join([*records, "tiny-1.dist-info/RECORD,,"]) + "\n")


def _record_hash(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
