"""Asking the clock is found in rules and samplers, and allowed elsewhere."""

from pathlib import Path

import pytest

from tests.workspace.clock import askings

RULES = "collector/barometer_collector/teams/rules.py"


def write(root: Path, name: str, source: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source)


@pytest.mark.parametrize(
    "expression", ["datetime.now(UTC)", "datetime.datetime.utcnow()", "date.today()", "datetime.now"]
)
def test_a_rule_that_asks_the_clock_is_named_with_its_line(tmp_path: Path, expression: str) -> None:
    write(tmp_path, RULES, f"import datetime\n\nlate = {expression}\n")
    (asking,) = askings(tmp_path)
    assert asking.startswith(f"{RULES}:3 ")


@pytest.mark.parametrize(
    "name", ["agent/barometer_agent/samplers/boot_time.py", "collector/barometer_collector/scoring/components/boot.py"]
)
def test_samplers_and_components_are_timeless_too(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, "late = datetime.now(UTC)\n")
    assert len(askings(tmp_path)) == 1


def test_a_moment_that_is_passed_in_is_no_asking(tmp_path: Path) -> None:
    write(tmp_path, RULES, "def age(context, born):\n    return context.now - born\n")
    assert askings(tmp_path) == []


def test_a_service_may_ask_the_clock(tmp_path: Path) -> None:
    write(tmp_path, "collector/barometer_collector/teams/service.py", "late = datetime.now(UTC)\n")
    assert askings(tmp_path) == []
