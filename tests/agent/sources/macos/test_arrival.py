"""When a folder was made, as macOS tells it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from barometer_agent.sources.macos import arrival


@dataclass
class Told:
    """What stat(2) says there."""

    st_birthtime: float = 1_700_000_000.5
    st_ctime: float = 1_800_000_000.0


def test_when_it_was_made_is_told() -> None:
    assert arrival.made(cast("Any", Told())) == datetime(2023, 11, 14, 22, 13, 20, 500_000, tzinfo=UTC)


def test_a_file_system_that_does_not_keep_it_tells_nothing() -> None:
    assert arrival.made(cast("Any", object())) is None
