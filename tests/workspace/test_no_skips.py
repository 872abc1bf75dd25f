"""Where BAROMETER_NO_SKIPS is set, a test that would be skipped fails and says why; elsewhere it is skipped."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = {
    "test_inside.py": "import pytest\ndef test_it():\n    pytest.skip('no browser here')\n",
    "test_mark.py": "import pytest\n@pytest.mark.skipif(True, reason='no desktop here')\ndef test_it(): ...\n",
    "test_whole.py": "import pytest\npytest.skip('no container here', allow_module_level=True)\n",
    "test_known.py": "import pytest\n@pytest.mark.xfail(reason='known')\ndef test_it(): assert False\n",
}
REASONS = ("no browser here", "no desktop here", "no container here")


def run_pytest(folder: Path, files: dict[str, str], **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run ``files`` under this project's conftest, spread over processes as the whole suite is."""
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    for name, source in files.items():
        (folder / name).write_text(source)
    own = ["-p", "no:cacheprovider", "--basetemp", str(folder / "temporary")]  # keeps its hands off the outer run's
    command = [sys.executable, "-m", "pytest", "-q", "-ra", "-n", "1", *own, str(folder)]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("BAROMETER_", "PYTEST_"))}
    return subprocess.run(
        command, cwd=folder, env={**inherited, **environment}, capture_output=True, text=True, check=False
    )


def test_a_skip_of_any_kind_fails_where_everything_is_installed(tmp_path: Path) -> None:
    result = run_pytest(tmp_path, FILES, BAROMETER_NO_SKIPS="1")
    assert result.returncode != 0
    assert all(reason in result.stdout for reason in REASONS)
    assert "skipped" not in result.stdout.splitlines()[-1]


def test_a_file_that_is_skipped_as_a_whole_fails_the_run_by_itself(tmp_path: Path) -> None:
    files = {name: FILES[name] for name in ("test_whole.py", "test_known.py")}
    assert run_pytest(tmp_path, files, BAROMETER_NO_SKIPS="1").returncode not in (0, 5)


def test_a_skip_elsewhere_is_only_a_skip(tmp_path: Path) -> None:
    result = run_pytest(tmp_path, FILES)
    assert result.returncode == 0
    assert all(reason in result.stdout for reason in REASONS[:2])


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_leaving_loopback_is_an_error_that_no_test_can_miss(host: str) -> None:
    with pytest.raises(RuntimeError, match="tests speak to loopback only"):
        sys.audit("socket.connect", None, (host, 443))


@pytest.mark.parametrize("address", [("127.0.0.1", 1), ("::1", 1, 0, 0), "/run/barometer.sock"])
def test_loopback_and_local_sockets_are_free(address: object) -> None:
    sys.audit("socket.connect", None, address)
