"""The registry is a Windows one; here nothing is written anywhere."""

from pathlib import Path

from barometer_agent.windows import eventsource


def test_elsewhere_nothing_happens(tmp_path: Path) -> None:
    eventsource.add()
    eventsource.remove()
    assert list(tmp_path.iterdir()) == []
