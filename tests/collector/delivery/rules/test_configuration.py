"""What agents are told, and how they see that it changed."""

from barometer_collector.delivery.rules.configuration import (
    FleetPace,
    compose,
    interval_seconds,
    targets_of,
    turn_ms,
    within,
)
from barometer_shared.protocol import Target
from barometer_shared.questions import Faces, OpenQuestion

INTRANET = Target("intranet", "https://intranet.example.org/")
QUESTION = OpenQuestion("pulse", Faces({"en": "How?"}), {"en": "IT"}, {"en": "why"}, 9)


def test_the_collector_itself_is_always_a_target_where_its_address_is_known() -> None:
    assert targets_of("https://b.example.org", [INTRANET]) == [
        Target("collector", "https://b.example.org/healthz"),
        INTRANET,
    ]
    assert targets_of("", [INTRANET]) == [INTRANET]


def test_nobody_else_is_called_the_collector() -> None:
    assert targets_of("https://b", [Target("collector", "https://other/")]) == [
        Target("collector", "https://b/healthz")
    ]


def test_the_version_is_the_same_exactly_when_everything_is() -> None:
    configs = [
        compose(300, [INTRANET], [QUESTION]),
        compose(600, [INTRANET], [QUESTION]),
        compose(300, [], [QUESTION]),
        compose(300, [INTRANET], []),
    ]
    assert len({config.version for config in configs}) == 4
    assert compose(300, [INTRANET], [QUESTION]) == configs[0]
    assert len(configs[0].version) == 12


def test_what_changes_for_all_reaches_devices_in_turn_and_each_at_the_same_moment_of_it() -> None:
    turns = [turn_ms(number * 7_919, 60_000) for number in range(1_000)]
    assert 0 <= min(turns) < 1_000 < 59_000 < max(turns) < 60_000
    assert turn_ms(12_345, 60_000) == turn_ms(12_345, 60_000)
    assert turn_ms(12_345, 0) == 0


def test_the_pace_is_the_old_one_until_it_changed() -> None:
    pace = FleetPace(600, 300, changed_at=1_000)
    assert [interval_seconds(pace, moment) for moment in (999, 1_000)] == [300, 600]
    assert interval_seconds(FleetPace(300), 0) == 300


def test_no_pace_leaves_what_the_settings_allow() -> None:
    pace = FleetPace(1_800, 60, 1_000, 2)
    assert within(pace, 300, 900) == FleetPace(900, 300, 1_000, 2)
    assert within(pace, 300, 60) == FleetPace(300, 300, 1_000, 2)
    assert within(FleetPace(600, 300), 300, 900) == FleetPace(600, 300)
