"""Rules and samplers never ask what time it is: ``now`` is passed in, so that every moment can be tested.

That they do not import ``time`` is a contract in pyproject.toml; this finds ``datetime.now()`` and its like, which
no import shows.
"""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TIMELESS = (
    "agent/barometer_agent/samplers/**/*.py",
    "agent/barometer_agent/prompting/*.py",
    "collector/barometer_collector/**/rules.py",
    "collector/barometer_collector/**/rules/**/*.py",
    "collector/barometer_collector/scoring/components/**/*.py",
)
ASKS = {"now", "utcnow", "today"}
CLASSES = {"datetime", "date"}


def askings(root: Path) -> list[str]:
    """Where a timeless module asks the clock, as ``file:line``, each with what to do."""
    return [
        f"{path.relative_to(root).as_posix()}:{line} asks the clock: let the caller pass now"
        for path in sorted({path for pattern in TIMELESS for path in root.glob(pattern)})
        for line in _lines(path.read_text(encoding="utf-8"))
    ]


def _lines(source: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in ASKS and _last_name(node.value) in CLASSES
    ]


def _last_name(node: ast.expr) -> str:
    """``datetime`` for both ``datetime`` and ``datetime.datetime``."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


if __name__ == "__main__":
    sys.exit("\n".join(askings(ROOT)) or 0)
