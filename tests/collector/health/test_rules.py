"""Whether a collector is ready."""

import pytest

from barometer_collector.health.rules import judge


def test_a_collector_that_lacks_nothing_is_ready() -> None:
    found = judge(database_error="", schema_is_current=True, intake_is_full=False)
    assert found.ready
    assert set(found.checks.values()) == {"ok"}


@pytest.mark.parametrize(
    ("error", "current", "full", "wrong"),
    [("gone", False, False, {"database", "schema"}), ("", False, False, {"schema"}), ("", True, True, {"intake"})],
)
def test_what_is_wrong_is_told_by_name(error: str, current: bool, full: bool, wrong: set[str]) -> None:
    found = judge(database_error=error, schema_is_current=current, intake_is_full=full)
    assert not found.ready
    assert {name for name, said in found.checks.items() if said != "ok"} == wrong
