"""A call of AppKit has as many arguments as its selector has colons, which pyobjc writes as underscores.

Objective-C itself would say so on a Mac alone.
"""

import ast
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "agent" / "barometer_agent" / "tray" / "macos"


def miscounted(source: str) -> list[str]:
    """The selectors that are called with more or fewer arguments than they take, or with a named one."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [
        call.func.attr
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr.endswith("_") and not call.func.attr.startswith("_")
        if call.keywords or call.func.attr.count("_") != len(call.args)
    ]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: str(path.stem))
def test_every_selector_gets_its_arguments(path: Path) -> None:
    assert miscounted(path.read_text(encoding="utf-8")) == []


def test_the_count_finds_what_is_wrong() -> None:
    source = "a.setTag_(1)\na.setTag_()\na.addTimer_forMode_(1)\na.setOn_(on=True)\na.__init__()\nb.plain(1, 2)"
    assert miscounted(source) == ["setTag_", "addTimer_forMode_", "setOn_"]
