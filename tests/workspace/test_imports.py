"""Importing a module does nothing, and the service's modules load neither a window library nor another stack."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IMPORT_ALL = """\
import importlib, pathlib, sys, threading
package, left_out = sys.argv[1], set(sys.argv[2].split(","))
root = pathlib.Path(importlib.import_module(package).__file__).parent
for path in sorted(root.rglob("*.py")):
    parts = path.relative_to(root).with_suffix("").parts
    if not left_out & set(parts) and parts[-1] != "__main__":
        importlib.import_module(".".join((package, *parts)).removesuffix(".__init__"))
assert threading.active_count() == 1, threading.enumerate()
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""
OTHER_SYSTEMS = {"linux": "windows,macos", "darwin": "linux,windows", "win32": "linux,macos"}[sys.platform]


def loaded_by(package: str, left_out: str) -> set[str]:
    """The top-level modules in memory after importing every module of ``package`` in a fresh Python."""
    command = [sys.executable, "-W", "error", "-c", IMPORT_ALL, package, left_out]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return set(result.stdout.splitlines()[-1].split())


def test_the_agents_service_loads_no_window_library() -> None:
    loaded = loaded_by("barometer_agent", f"tray,{OTHER_SYSTEMS}")
    assert "msgspec" in loaded
    assert loaded.isdisjoint({"tkinter", "_tkinter", "dbus_fast", "pystray", "PIL", "AppKit"})


def test_the_agent_loads_no_web_or_database_stack() -> None:
    loaded = loaded_by("barometer_agent", OTHER_SYSTEMS)
    assert loaded.isdisjoint(
        {"fastapi", "sqlmodel", "sqlalchemy", "pydantic", "numpy", "jinja2", "barometer_collector"}
    )


@pytest.mark.parametrize("package", ["barometer_shared", "barometer_collector"])
def test_importing_a_package_prints_nothing_and_starts_nothing(package: str) -> None:
    command = [sys.executable, "-W", "error", "-c", IMPORT_ALL, package, "migrations"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("\n") == 1
    assert result.stderr == ""
