"""What Windows says to it is tried on a Windows of Wine in tests/windows."""

from barometer_agent.windows.sharpness import be_sharp


def test_elsewhere_nothing_is_taken_and_nothing_fails() -> None:
    assert be_sharp() is False
