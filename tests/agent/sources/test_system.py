import inspect
import pkgutil
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from barometer_agent import sources
from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import system
from barometer_shared.samples import GapKind

# of these a system has parts, which its dispatcher puts together
NOT_DISPATCHED = ("boot", "coverage", "identity", "time_zone")


@pytest.mark.parametrize(
    ("platform", "wire", "spoken"),
    [("linux", "linux", "Linux"), ("win32", "windows", "Windows"), ("darwin", "macos", "macOS")],
)
def test_each_system_has_a_name_on_the_wire_and_one_for_people(platform: str, wire: str, spoken: str) -> None:
    assert (system.wire_name(platform), system.spoken_name(platform)) == (wire, spoken)


def test_an_unknown_system_is_named_with_what_would_work() -> None:
    with pytest.raises(NoData, match="aix is unknown: Barometer runs on Linux, Windows and macOS"):
        system.wire_name("aix")


def test_what_is_not_read_yet_lowers_the_coverage_instead_of_leaving_the_weights() -> None:
    nothing = system.not_yet(Reason("boot time", "opstarttijd"), "win32")
    assert nothing.reason == (
        "not measured yet on Windows: boot time",
        "wordt op Windows nog niet gemeten: opstarttijd",
    )
    assert nothing.kind is GapKind.NO_DATA


def _readers() -> list[tuple[str, str]]:
    """Each module of a system that answers one of the questions."""
    asked = [module.name for module in pkgutil.iter_modules(sources.__path__) if not module.ispkg]
    return [
        (name, question)
        for name in ("linux", "windows", "macos")
        for question in asked
        if find_spec(f"barometer_agent.sources.{name}.{question}") and question not in NOT_DISPATCHED
    ]


@pytest.mark.parametrize(("name", "question"), _readers())
def test_each_reader_keeps_the_contract_of_its_question(name: str, question: str) -> None:
    """The same parameters in the same order, and whatever a reader adds for its tests has a default."""
    promised = inspect.signature(import_module(f"barometer_agent.sources.{question}").read)
    given = inspect.signature(import_module(f"barometer_agent.sources.{name}.{question}").read)
    wanted = [each for each in promised.parameters.values() if each.name != "platform"]
    offered = list(given.parameters.values())
    assert [(each.name, each.annotation) for each in offered[: len(wanted)]] == [
        (each.name, each.annotation) for each in wanted
    ]
    assert all(each.default is not inspect.Parameter.empty for each in offered[len(wanted) :])
    assert given.return_annotation == promised.return_annotation


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_each_question_of_any_system_is_answered_or_refused_in_words(platform: str) -> None:
    questions = {question for _, question in _readers()}
    assert {"boots", "vpn_connects", "wakes"} <= questions
    assert all(_is_read_or_refused(question, platform) for question in questions)


def _is_read_or_refused(question: str, platform: str) -> bool:
    try:
        return callable(system.reader(question, platform).read)
    except NoData as nothing:
        return nothing.reason.en != nothing.reason.nl


def test_a_reader_that_needs_a_module_that_is_not_there_is_a_fault_and_no_gap(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "wakes.py").write_text("import of_another_system\n", encoding="utf-8")
    package = import_module("barometer_agent.sources.linux")
    monkeypatch.setattr(package, "__path__", [str(tmp_path)])
    monkeypatch.delitem(sys.modules, "barometer_agent.sources.linux.wakes", raising=False)
    with pytest.raises(ModuleNotFoundError, match="of_another_system"):
        system.reader("wakes", "linux")
