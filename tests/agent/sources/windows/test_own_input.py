import pytest

from barometer_agent.sources.windows import own_input
from barometer_agent.sources.windows.own_session import OwnSession


@pytest.mark.parametrize(
    "session", [OwnSession(), OwnSession(locked=False, active=True), OwnSession(active=True), OwnSession(locked=False)]
)
def test_input_is_told_of_a_session_that_somebody_can_sit_at(session: OwnSession) -> None:
    assert own_input.told(session, 1500) == 1500
    assert own_input.told(session, None) is None


@pytest.mark.parametrize("session", [OwnSession(locked=True, active=True), OwnSession(active=False)])
def test_a_locked_session_and_one_behind_another_tell_nothing(session: OwnSession) -> None:
    assert own_input.told(session, 1500) is None


def test_elsewhere_nothing_is_told() -> None:
    assert own_input.idle_ms() is None
