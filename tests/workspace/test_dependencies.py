"""A member imports only what it declares, although all three share one environment while being developed."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OWN = {"barometer_agent", "barometer_collector", "barometer_shared"}
STANDARD = sys.stdlib_module_names | {"compression"}  # of Python 3.14, where there is no need of its backport
COMES_WITH = {
    "appkit": "pyobjc-framework-cocoa",
    "msgspec": "barometer-shared",
    "markupsafe": "jinja2",
    "starlette": "fastapi",
    "pydantic": "fastapi",
    "sqlalchemy": "sqlmodel",
}


@pytest.mark.parametrize("member", ["shared", "agent", "collector"])
def test_a_member_imports_only_what_it_declares(member: str) -> None:
    declared = declared_by(member)
    undeclared = {
        f"{path.relative_to(ROOT).as_posix()} imports {name}"
        for path in (ROOT / member / f"barometer_{member}").rglob("*.py")
        for name in imported_by(path.read_text(encoding="utf-8"))
        if name not in OWN and not (distributions_of(name) & declared)
    }
    assert undeclared == set()


def test_the_search_finds_imports_wherever_they_stand() -> None:
    source = "import os\nimport a.b\ndef late():\n    from c.d import e\n"
    assert set(imported_by(source)) == {"a", "c"}


def declared_by(member: str) -> set[str]:
    """Distributions that the member's wheel brings along, with its optional ones."""
    project = tomllib.loads((ROOT / member / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [name for names in project.get("optional-dependencies", {}).values() for name in names]
    return {re.split(r"[^A-Za-z0-9._-]", text)[0].lower() for text in (*project["dependencies"], *extras)}


def imported_by(source: str) -> Iterator[str]:
    """The first part of every imported name that is not of the standard library."""
    for node in ast.walk(ast.parse(source)):
        found = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        yield from (name for name in (each.split(".")[0] for each in found) if name not in STANDARD)


def distributions_of(name: str) -> set[str]:
    """What to declare for ``import name``; the name itself where it is not installed here."""
    found = {distribution.lower().replace("_", "-") for distribution in INSTALLED.get(name, [name])}
    return found | {COMES_WITH[each] for each in found if each in COMES_WITH}


INSTALLED = packages_distributions()
