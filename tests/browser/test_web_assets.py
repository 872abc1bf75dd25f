"""What is fetched at build time: declared with versions and hashes, fetched once, and told when it cannot be."""

import importlib.util
import json
import shutil
import stat
import sys
from pathlib import Path
from types import ModuleType

import pytest

COLLECTOR = Path(__file__).resolve().parents[2] / "collector"


@pytest.fixture(scope="module")
def web_assets() -> ModuleType:
    pytest.importorskip("hatchling", reason="hatchling is not installed")
    spec = importlib.util.spec_from_file_location("web_assets", COLLECTOR / "web_assets.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what the hook reads, with nothing fetched."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(COLLECTOR / name, tmp_path)
    return tmp_path


def test_the_lock_holds_hashes_and_no_addresses() -> None:
    lock = json.loads((COLLECTOR / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages.keys() == {"node_modules/htmx.org", "node_modules/uplot"}
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not any("resolved" in package for package in packages.values())


def test_the_installed_files_match_the_lock(web_assets: ModuleType) -> None:
    assert web_assets.is_current(COLLECTOR)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for npm is a shell script")
def test_files_are_fetched_once_and_again_when_the_lock_changes(
    web_assets: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _npm(project, monkeypatch, "".join(_writes(source) for source in web_assets.WANTED))
    assert not web_assets.is_current(project)
    web_assets.fetch(project)
    assert web_assets.is_current(project)
    assert not (project / "node_modules").exists()
    vendor = project / web_assets.VENDOR
    assert (vendor / "htmx.min.js").read_text() == "made by the test\n"

    (vendor / "htmx.min.js").unlink()
    assert not web_assets.is_current(project)
    web_assets.fetch(project)
    lock = project / "package-lock.json"
    lock.write_text(lock.read_text().replace("2.0.", "2.1."))
    assert not web_assets.is_current(project)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for npm is a shell script")
def test_a_failing_npm_is_told_with_the_fix(
    web_assets: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _npm(project, monkeypatch, "echo 'npm error EINTEGRITY' >&2\nexit 1\n")
    with pytest.raises(RuntimeError, match=r"(?s)EINTEGRITY.*Fix: make an npm registry reachable"):
        web_assets.fetch(project)
    assert not web_assets.is_current(project)


def _npm(project: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A stand-in for npm, first on PATH: no test reaches a registry."""
    folder = project / "bin"
    folder.mkdir()
    npm = folder / "npm"
    npm.write_text('#!/bin/sh\ntest "$1" = ci || exit 9\n' + script)
    npm.chmod(npm.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder), prepend=":")


def _writes(source: str) -> str:
    return f'mkdir -p "node_modules/{Path(source).parent}"\necho "made by the test" > "node_modules/{source}"\n'
