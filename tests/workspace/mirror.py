"""The tests mirror the sources: every module has its test file, and every test file its module.

Where one file would grow too long, the tests of a module are a folder of its name: ``test_sender.py`` becomes
``sender/``, with a file for each concept.
"""

import sys
from collections.abc import Collection
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
    return [text for package, tests in MIRRORS.items() for text in _between(root, root / package, root / tests)]


def _between(root: Path, package: Path, tests: Path) -> list[str]:
    modules = {tests / _test_of(path.relative_to(package)): path for path in package.rglob("*.py")}
    required = {test for test, module in modules.items() if _needs_a_test(module.relative_to(package))}
    present = {_whole(path, modules.keys()) for path in tests.rglob("test_*.py")}
    without_test = [
        f"{_name(modules[test], root)} has no test: write {_name(test, root)}" for test in sorted(required - present)
    ]
    without_module = [
        f"{_name(test, root)} tests no module: move it to where its module is, or remove it"
        for test in sorted(present - modules.keys())
    ]
    return without_test + without_module


def _whole(test: Path, tests_of_modules: Collection[Path]) -> Path:
    """The test file that ``test`` is a part of, where its folder has the name of a module; else itself."""
    whole = _test_of(test.parent.with_suffix(".py"))
    return whole if whole in tests_of_modules else test


def _test_of(module: Path) -> Path:
    return module.with_name(f"test_{module.name}")


def _needs_a_test(module: Path) -> bool:
    return module.name not in NEED_NONE and "migrations" not in module.parts


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


if __name__ == "__main__":
    sys.exit("\n".join(differences(ROOT)) or 0)
