"""Each cell of the page of the platforms that is not "not measured" has tests of its reader, fed with what is read."""

import ast
import functools
import re
from collections import Counter
from fnmatch import fnmatch

import pytest

from barometer_agent.sources import coverage
from barometer_agent.sources.coverage import SYSTEMS, Measured
from tests.workspace.cells import SOURCES, TESTS, Shown, shown, table

CELLS = shown()
LANGUAGES = ("nl", "de")  # of Windows, besides English: what is localised in an event must not matter


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_cell_that_is_measured_is_shown_once_and_no_other(system: str) -> None:
    told = Counter(metric for one in CELLS if system in one.systems for metric in one.metrics)
    measured = {name for name, cell in coverage.cells(system).items() if isinstance(cell, Measured)}
    assert told == Counter(measured)


@pytest.mark.parametrize("one", CELLS, ids=lambda one: f"{one.systems[0]}-{one.metrics[0]}")
def test_what_shows_a_cell_is_there(one: Shown) -> None:
    assert one.tests
    missing = [test for test in one.tests if test.partition("::")[2] not in _tests_in(test.partition("::")[0])]
    assert missing == []
    assert one.input in ("real", "constructed", "structure")
    read = "".join(
        (TESTS / name).read_text(encoding="utf-8") for name in {test.partition("::")[0] for test in one.tests}
    )
    for file in one.captured:
        assert file.is_file()
        assert file.name in read or file.stem in read, f"{file.name} is read by none of these tests"


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_captured_file_says_what_it_is(system: str) -> None:
    folder = SOURCES / system / "captured"
    named = re.findall("`([^`]+)`", (folder / "README.md").read_text(encoding="utf-8"))
    files = {file for file in folder.iterdir() if file.name != "README.md"}
    assert [file.name for file in files if not any(fnmatch(file.name, f"{name.strip()}*") for name in named)] == []


@pytest.mark.parametrize(
    "one", [one for one in CELLS if one.systems == ("windows",) and one.captured], ids=lambda one: one.metrics[0]
)
def test_events_of_windows_are_read_in_each_language(one: Shown) -> None:
    told = {file.stem.rpartition("-")[2] for file in one.captured}
    assert told >= set(LANGUAGES)


def test_the_table_has_a_line_for_each_cell() -> None:
    lines = table().splitlines()[2:]
    assert len(lines) == sum(len(one.metrics) * len(one.systems) for one in CELLS)


@functools.cache
def _tests_in(name: str) -> frozenset[str]:
    tree = ast.parse((TESTS / name).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
