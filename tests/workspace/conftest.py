"""A small workspace that run.py can set up without any network: one package in a folder, three empty members."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
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

Runner = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of run.py beside three members and a lock file that asks for one package."""
    root = tmp_path / "house"
    root.mkdir()
    shutil.copy(ROOT / "run.py", root)
    for member in ("shared", "agent", "collector"):
        (root / member).mkdir()
        (root / member / "pyproject.toml").write_text(MEMBER.format(name=member))
        (root / member / "backend.py").write_text(BACKEND)
    wheel = tmp_path / "index" / "tiny-1-py3-none-any.whl"
    wheel.parent.mkdir()
    _write_wheel(wheel)
    lock(root, hashlib.sha256(wheel.read_bytes()).hexdigest())
    return root


def lock(root: Path, digest: str) -> None:
    """Ask for the package ``tiny`` with this hash."""
    (root / "requirements.lock").write_text(f"tiny==1 --hash=sha256:{digest}\n")


@pytest.fixture
def start(workspace: Path, tmp_path: Path) -> Runner:
    """Run run.py as a stranger does, with pip alone and the folder ``index`` instead of a network."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "npm").touch(mode=0o755)  # so that no node is fetched

    def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}
        index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path / "index"), "PIP_CONFIG_FILE": os.devnull}
        return subprocess.run(
            [sys.executable, str(workspace / "run.py"), *arguments],
            cwd=tmp_path,
            env={**clean, **index, "PATH": str(tmp_path / "bin"), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


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
