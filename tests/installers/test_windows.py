"""What builds the agent for Windows; that it runs there is tried on a Windows of Wine (tests/windows)."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from installers.windows import pip, tcl


def test_the_environment_has_a_pip_of_its_own_or_one_that_its_python_carries() -> None:
    own = [sys.executable, "-m", "pip"] if importlib.util.find_spec("pip") else [sys.executable, str(carried())]
    assert pip.command("download", "-d", "x") == [*own, "download", "-d", "x"]


def test_the_newest_pip_that_a_python_carries_is_taken(tmp_path: Path) -> None:
    for name in ("pip-22.3-py3-none-any.whl", "pip-23.2.1-py3-none-any.whl", "setuptools-65-py3-none-any.whl"):
        (tmp_path / name).touch()
    assert pip.carried([tmp_path / "absent", tmp_path]).name == "pip-23.2.1-py3-none-any.whl"


def test_without_any_the_fix_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="uv pip install pip"):
        pip.carried([tmp_path])


def test_a_carried_pip_runs_as_it_is() -> None:
    command = [sys.executable, str(carried()), "--version"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.startswith("pip "), done.stderr


def carried() -> Path:
    """What Python runs of the pip that it carries."""
    try:
        return pip.carried(pip.places()) / "pip"
    except FileNotFoundError:
        pytest.skip("this Python carries no pip: apt install python3-pip-whl")


def test_the_scripts_of_tcl_and_tk_take_any_patch_level() -> None:
    assert tcl.widened("# before\npackage require -exact Tcl 8.6.13\n# after") == (
        "# before\npackage require Tcl 8.6\n# after"
    )
    assert tcl.widened("package require -exact Tk  8.6.9") == "package require Tk 8.6"
    assert tcl.widened("package require -exact Tcl 9.0.1") == "package require -exact Tcl 9.0.1"


def test_those_scripts_lie_where_python_for_windows_looks(tmp_path: Path) -> None:
    tcl.pack(tmp_path)
    for name in ("tcl/tcl8.6/init.tcl", "tcl/tk8.6/tk.tcl"):
        assert "package require -exact T" not in (tmp_path / name).read_text("utf-8")
    assert (tmp_path / "tcl/tcl8.6/encoding/cp1252.enc").exists()
    assert (tmp_path / "tcl/tk8.6/ttk/vistaTheme.tcl").exists()
