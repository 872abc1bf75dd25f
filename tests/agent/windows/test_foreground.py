"""That the window of a click has the keys is tried on a Windows of Wine in tests/windows."""

from barometer_agent.windows.foreground import allow


def test_elsewhere_nothing_is_allowed_and_nothing_fails() -> None:
    assert allow(1) is False
