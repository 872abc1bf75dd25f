"""What agents are told, and how they see that it changed."""

from barometer_collector.delivery.rules.configuration import compose, targets_of
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
