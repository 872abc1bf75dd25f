"""The rules between the rooms catch what they are there for: each is shown an import that it must not let through."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {"agent": "barometer_agent", "collector": "barometer_collector", "shared": "barometer_shared"}
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources and the rules, somewhere else."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", folder)
    leave_out = shutil.ignore_patterns("static", "templates", "locales", "__pycache__", "versions")
    for member, package in PACKAGES.items():
        shutil.copytree(ROOT / member / package, folder / package, ignore=leave_out)
    return folder


def broken_by(house: Path, module: str, line: str) -> list[str]:
    """The rules that ``line`` in ``module`` breaks."""
    path = house / (module.replace(".", "/") + ".py")
    before = path.read_bytes() if path.exists() else None
    folders = [parent for parent in path.parents if not (parent / "__init__.py").exists() and house in parent.parents]
    try:
        for folder in folders:
            folder.mkdir(exist_ok=True)
            (folder / "__init__.py").touch()
        path.write_bytes((before or b"") + f"\n{line}\n".encode())
        command = [str(BIN / "lint-imports"), "--no-cache", "--no-logo"]
        told = subprocess.run(command, cwd=house, capture_output=True, text=True, check=False).stdout
    finally:
        if before is None:
            shutil.rmtree(folders[-1]) if folders else path.unlink()
        else:
            path.write_bytes(before)
    return [each.partition(" BROKEN")[0] for each in told.splitlines() if " BROKEN" in each]


@pytest.mark.parametrize(
    ("module", "line", "rule"),
    [
        (
            "barometer_collector.insights.drivers",
            "from barometer_collector.ballots import service",
            "neither drivers nor anything about one laptop knows anonymous answers",
        ),
        (
            "barometer_collector.scoring.store.facts",
            "from barometer_collector.ballots.tables import BallotRow",
            "neither drivers nor anything about one laptop knows anonymous answers",
        ),
        (
            "barometer_collector.ballots.store",
            "from barometer_collector.devices.tables import Device",
            "anonymous answers know no laptop, team, account or batch",
        ),
        (
            "barometer_collector.tokens.service",
            "from voprf import p384",
            "only the collector's keys speak the library for blind tokens",
        ),
    ],
)
def test_a_rule_about_anonymous_answers_catches_what_breaks_it(house: Path, module: str, line: str, rule: str) -> None:
    assert rule in broken_by(house, module, line)
