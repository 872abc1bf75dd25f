"""Reasons for missing data leave the laptop, so no path, host name or words of another program may stand in them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "agent" / "barometer_agent"

# What is filled in when the agent runs: each is a number, or a word out of the agent's own text. What a program or the
# system said (its error output, a path, an exception as text) is none of these.
FILLED_IN = {
    "believable.py": {"value", "row.minimum", "row.maximum"},  # a number with the unit of the catalogue
    "runner.py": {"sampler.name", "kind"},  # kind: the class of an exception
    "samplers/network_quality.py": {"count"},
    "samplers/power.py": {"percent", "percent.replace('.', ',')"},
    "sources/command.py": {"command[0]", "name", "within", "most", "said", "output.status"},  # said: strerror
    "sources/linux/crashes.py": {"said", "taker.en", "taker.nl"},  # a program's own name, in letters of a file name
    "sources/linux/load.py": {"said"},
    "sources/macos/programs.py": {"name"},
    "sources/macos/property_list.py": {"source"},
    "sources/macos/report_files.py": {"len(found.closed)", "len(places)"},
    "sources/macos/sysctl.py": {"told"},
    "sources/system.py": {"name", "platform", "what.en", "what.nl"},
    "sources/uptime.py": {"said"},
    "sources/windows/channel.py": {"channel"},
    "sources/windows/counters.py": {"name", "said"},  # said: the call and its number
    "sources/windows/eventlog.py": {"channel", "code"},
    "sources/windows/identity.py": {"code"},
    "sources/windows/native.py": {"name", "library", "function_name", "code"},
}
# Texts of the agent itself that hold a slash: a file of every Linux, how a target is written, a word of Apple's.
OWN_WORDS = ("/etc/machine-id", "https://intranet.example.org", "I/O")
MODULES = sorted(path for path in ROOT.rglob("*.py") if path.name != "coverage.py")  # that is the table of the docs


def reasons(path: Path) -> Iterator[ast.expr]:
    """The texts of each ``Reason(...)`` in a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Reason":
            yield from node.args


def fixed(text: ast.expr) -> str:
    """What always stands in a text, without the agent's own words that may hold a slash."""
    parts = (node.value for node in ast.walk(text) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    told = "".join(parts)
    for word in OWN_WORDS:
        told = told.replace(word, "")
    return told


def filled_in(path: Path) -> set[str]:
    """The expressions that are filled into the reasons of a module."""
    every = (node for text in reasons(path) for node in ast.walk(text))
    return {ast.unparse(node.value) for node in every if isinstance(node, ast.FormattedValue)}


def test_only_numbers_and_own_words_are_filled_into_a_reason() -> None:
    found = {path.relative_to(ROOT).as_posix(): filled for path in MODULES if (filled := filled_in(path))}
    assert len(found) > 10
    unknown = {module: filled - FILLED_IN.get(module, set()) for module, filled in found.items()}
    assert {module: filled for module, filled in unknown.items() if filled} == {}


def test_no_reason_holds_a_path() -> None:
    texts = [(path.name, fixed(text)) for path in MODULES for text in reasons(path)]
    assert len(texts) > 100
    assert [(name, told) for name, told in texts if "/" in told or "\\" in told] == []


@pytest.mark.parametrize("written", ['Reason(f"x {error}", "y")', 'Reason("at /home/x", "y")'])
def test_a_path_and_something_filled_in_are_seen(tmp_path: Path, written: str) -> None:
    path = tmp_path / "module.py"
    path.write_text(written)
    assert filled_in(path) or any("/" in fixed(text) for text in reasons(path))
