import pkgutil
from datetime import UTC, datetime

import msgspec

from barometer_agent import language
from barometer_agent.sampler import Context, NoData, Reason
from barometer_shared.samples import Gap, GapKind

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOT_YET = Reason("not yet", "nog niet")


def test_the_moment_of_a_run_is_told_in_milliseconds() -> None:
    assert Context(NOON).now_ms == 1_795_262_400_000


def test_a_cursor_stays_until_it_is_advanced() -> None:
    context = Context(NOON, cursor="a")
    assert context.cursor == "a"
    context.advance("b")
    assert context.cursor == "b"


def test_having_nothing_lowers_the_coverage_unless_said_otherwise() -> None:
    context = Context(NOON)
    context.gap("boot_ms", NOT_YET)
    assert context.gaps == [Gap("boot_ms", GapKind.NO_DATA, {"en": "not yet", "nl": "nog niet"})]
    assert NoData(NOT_YET).kind is GapKind.NO_DATA
    assert NoData(NOT_YET, GapKind.NOT_APPLICABLE).kind is GapKind.NOT_APPLICABLE


def test_no_data_reads_as_its_reason() -> None:
    assert str(NoData(NOT_YET)) == "not yet"


def test_a_reason_stands_in_every_language_of_the_command_line() -> None:
    assert set(Reason._fields) == {module.name for module in pkgutil.iter_modules(language.__path__)}


def test_a_reason_that_quotes_a_long_text_is_cut_to_what_the_wire_takes() -> None:
    gap = Gap("boot_ms", GapKind.NO_DATA, Reason("x" * 5000, "y" * 5000).localised)
    assert msgspec.json.decode(msgspec.json.encode(gap), type=Gap) == gap
    assert gap.reason == {"en": "x" * 300, "nl": "y" * 300}


def test_what_a_part_of_a_sampler_has_not_is_a_gap_of_its_metrics_and_the_rest_goes_on() -> None:
    def nothing() -> int:
        raise NoData(Reason("no battery", "geen accu"), GapKind.NOT_APPLICABLE)

    context = Context(NOON)
    assert context.ask(lambda: 0, "boot_ms") == 0
    assert context.ask(nothing, "battery_capacity_permille", "battery_runtime_minutes") is None
    assert [(gap.metric, gap.kind) for gap in context.gaps] == [
        ("battery_capacity_permille", GapKind.NOT_APPLICABLE),
        ("battery_runtime_minutes", GapKind.NOT_APPLICABLE),
    ]
