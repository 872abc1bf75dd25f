"""That there is one is tried on a Windows of Wine in tests/windows."""

from barometer_agent.windows.taskbar import is_there


def test_elsewhere_there_is_none() -> None:
    assert is_there() is False
