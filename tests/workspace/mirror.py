"""The tests mirror the sources: every module has its test file, and every test file its module."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MIRRORS = {
    "agent/barometer_agent": "tests/agent",
    "collector/barometer_collector": "tests/collector",
    "shared/barometer_shared": "tests/shared",
}
NEED_NONE = ("__init__.py", "tables.py")  # nothing happens in them


def differences(root: Path) -> list[str]:
    """One sentence for each module without a test file and each test file without a module."""
    found = []
    for package, tests in MIRRORS.items():
        expected = {_test_of(path.relative_to(root / package)): path for path in _modules(root / package)}
        present = {path.relative_to(root / tests): path for path in (root / tests).rglob("test_*.py")}
        found += [
            f"{expected[name].relative_to(root).as_posix()} has no test: write {tests}/{name.as_posix()}"
            for name in sorted(expected.keys() - present.keys())
        ]
        found += [
            f"{tests}/{name.as_posix()} tests no module: move it to where its module is, or remove it"
            for name in sorted(present.keys() - expected.keys())
        ]
    return found


def _modules(package: Path) -> list[Path]:
    return [
        path
        for path in package.rglob("*.py")
        if path.name not in NEED_NONE and "migrations" not in path.relative_to(package).parts
    ]


def _test_of(module: Path) -> Path:
    return module.with_name(f"test_{module.name}")


if __name__ == "__main__":
    sys.exit("\n".join(differences(ROOT)) or 0)
