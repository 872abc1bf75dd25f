from datetime import UTC, datetime

from barometer_agent.sampler import Context, NoData
from barometer_shared.samples import Gap, GapKind

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_the_moment_of_a_run_is_told_in_milliseconds() -> None:
    assert Context(NOON).now_ms == 1_795_262_400_000


def test_a_cursor_stays_until_it_is_advanced() -> None:
    context = Context(NOON, cursor="a")
    assert context.cursor == "a"
    context.advance("b")
    assert context.cursor == "b"


def test_having_nothing_lowers_the_coverage_unless_said_otherwise() -> None:
    context = Context(NOON)
    context.gap("boot_ms", "not yet")
    assert context.gaps == [Gap("boot_ms", GapKind.NO_DATA, "not yet")]
    assert NoData("not yet").kind is GapKind.NO_DATA
    assert NoData("never", GapKind.NOT_APPLICABLE).kind is GapKind.NOT_APPLICABLE


def test_no_data_reads_as_its_reason() -> None:
    assert str(NoData("this machine has no battery")) == "this machine has no battery"
