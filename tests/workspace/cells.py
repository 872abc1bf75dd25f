"""What shows that the page of the platforms is true: ``python -m tests.workspace.cells`` prints it, a cell a line."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
SOURCES = TESTS / "agent" / "sources"


@dataclass(frozen=True)
class Shown:
    """How some metrics of some systems are shown: ``tests`` are node ids below ``tests/``.

    ``captured`` are the files below the system's ``captured`` that these tests read; ``input`` says what they are fed
    with (real, constructed or structure: see ``cells.toml``).
    """

    systems: tuple[str, ...]
    metrics: tuple[str, ...]
    input: str
    tests: tuple[str, ...]
    captured: tuple[Path, ...]


def shown() -> list[Shown]:
    """All that ``cells.toml`` says."""
    told = tomllib.loads((SOURCES / "cells.toml").read_text(encoding="utf-8"))
    return [
        Shown(
            tuple(cell["systems"]),
            tuple(cell["metrics"]),
            cell["input"],
            tuple(cell["tests"]),
            tuple(
                SOURCES / system / "captured" / name for system in cell["systems"] for name in cell.get("captured", ())
            ),
        )
        for cell in told["cell"]
    ]


def table() -> str:
    """A line for each metric and system, in Markdown."""
    rows = [
        f"| {metric} | {system} | {one.input} | {', '.join(path.name for path in one.captured) or 'in the test'} | "
        f"{'<br>'.join(one.tests)} |"
        for one in shown()
        for metric in one.metrics
        for system in one.systems
    ]
    return "\n".join(["| metric | system | input | captured | shown by |", "| --- | --- | --- | --- | --- |", *rows])


if __name__ == "__main__":
    print(table())
