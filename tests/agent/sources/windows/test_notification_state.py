import pytest

from barometer_agent.sources.windows import notification_state
from barometer_agent.sources.windows.notification_state import Manners

FREE = Manners(locked=False, full_screen=False, presenting=False, quiet_time=False)


@pytest.mark.parametrize(
    ("state", "manners"),
    [
        (1, Manners(locked=True)),
        (2, Manners(locked=False, full_screen=True)),
        (3, Manners(locked=False, full_screen=True)),
        (4, Manners(locked=False, presenting=True)),
        (5, FREE),
        (6, Manners(locked=False, full_screen=False, presenting=False, quiet_time=True)),
        (7, Manners(locked=False, full_screen=True)),
        (0, Manners()),
        (8, Manners()),
    ],
)
def test_each_state_tells_the_strongest_and_leaves_the_others_unknown(state: int, manners: Manners) -> None:
    assert notification_state.parse(state) == manners


def test_elsewhere_nothing_is_told() -> None:
    assert notification_state.read() == Manners()
