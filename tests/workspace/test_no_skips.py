"""Where BAROMETER_NO_SKIPS is set, a test that would be skipped fails and says why; elsewhere it is skipped."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKIPS = {
    "in a test": "import pytest\ndef test_it():\n    pytest.skip('no browser here')\n",
    "by a mark": "import pytest\n@pytest.mark.skipif(True, reason='no browser here')\ndef test_it(): ...\n",
    "of a whole file": "import pytest\npytest.skip('no browser here', allow_module_level=True)\n",
}


def run_pytest(folder: Path, source: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    (folder / "test_one.py").write_text(source)
    command = [sys.executable, "-m", "pytest", "-q", "-ra", "-n", "1", "-p", "no:cacheprovider", str(folder)]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("BAROMETER_", "PYTEST_"))}
    return subprocess.run(
        command, cwd=folder, env={**inherited, **environment}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("source", SKIPS.values(), ids=SKIPS.keys())
def test_a_skip_fails_the_run_where_everything_is_installed(tmp_path: Path, source: str) -> None:
    result = run_pytest(tmp_path, source, BAROMETER_NO_SKIPS="1")
    assert result.returncode not in (0, 5)
    assert "no browser here" in result.stdout


@pytest.mark.parametrize("source", SKIPS.values(), ids=SKIPS.keys())
def test_a_skip_elsewhere_is_only_a_skip(tmp_path: Path, source: str) -> None:
    assert run_pytest(tmp_path, source).returncode in (0, 5)


def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    source = "import pytest\n@pytest.mark.xfail(reason='known')\ndef test_it(): assert False\n"
    assert run_pytest(tmp_path, source, BAROMETER_NO_SKIPS="1").returncode == 0


def test_a_test_that_leaves_loopback_fails(tmp_path: Path) -> None:
    source = "import socket\ndef test_it():\n    with socket.socket() as s: s.connect(('192.0.2.1', 9))\n"
    result = run_pytest(tmp_path, source)
    assert result.returncode == 1
    assert "tests speak to loopback only" in result.stdout
