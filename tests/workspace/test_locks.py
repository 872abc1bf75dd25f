"""The locks hold everything that the projects ask for, each with a hash, and no address."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.workspace.locks import LOCKS, MEMBERS

ROOT = Path(__file__).resolve().parents[2]


def names_in(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))


def asked_by(requirements: list[str]) -> set[str]:
    """Names as locks write them: dots and underscores are dashes there (PEP 503)."""
    named = (re.split(r"[^A-Za-z0-9._-]", requirement)[0] for requirement in requirements)
    return {re.sub(r"[-_.]+", "-", name).lower() for name in named}


@pytest.mark.parametrize("member", MEMBERS)
def test_the_lock_holds_what_a_member_depends_on(member: str) -> None:
    project = tomllib.loads((ROOT / member / "pyproject.toml").read_text(encoding="utf-8"))
    extras = [name for names in project["project"].get("optional-dependencies", {}).values() for name in names]
    asked = asked_by([*project["project"]["dependencies"], *extras, *project["build-system"]["requires"]])
    assert asked - names_in("requirements.lock") <= {"barometer-shared"}, "run: python3 run.py lock"


def test_the_locks_together_hold_what_development_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    locked = names_in("requirements.lock") | names_in("requirements-dev.lock")
    assert asked_by(project["dependency-groups"]["dev"]) <= locked, "run: python3 run.py lock"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    packages = re.split(r"(?m)^(?=[a-z0-9])", text)[1:]
    assert packages
    assert [package for package in packages if "--hash=sha256:" not in package] == []
    assert "://" not in text


def versions_in(lock: str) -> dict[str, set[str]]:
    """More than one where the version depends on the Python that runs it."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"(?m)^([a-z0-9.-]+)==(\S+)", (ROOT / lock).read_text(encoding="utf-8")):
        found.setdefault(name, set()).add(version)
    return found


@pytest.mark.parametrize("lock", ["requirements-dev.lock", "installers/windows/packages.lock"])
def test_what_is_in_both_locks_is_the_same(lock: str) -> None:
    product, other = versions_in("requirements.lock"), versions_in(lock)
    both = product.keys() & other.keys()
    assert both
    assert {name for name in both if not other[name] <= product[name]} == set()


@pytest.mark.parametrize("member", ["agent", "shared"])
def test_the_lock_for_windows_holds_what_the_agent_depends_on(member: str) -> None:
    project = tomllib.loads((ROOT / member / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = asked_by(project["dependencies"]) - {"barometer-shared"}
    assert asked <= names_in("installers/windows/packages.lock"), "run: python3 run.py lock"


def test_the_python_for_windows_is_one_file_known_by_its_hash() -> None:
    text = (ROOT / "installers/windows/python.lock").read_text(encoding="utf-8")
    assert len(re.findall(r"==\S+", text)) == len(re.findall(r"--hash=sha256:[0-9a-f]{64}", text)) == 1
