"""When the folder of a profile was made, as Windows tells it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from barometer_agent.sources.windows import arrival

MADE = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@dataclass
class Before:
    """What Python 3.11 says there."""

    st_ctime: float = 1_700_000_000.0


@dataclass
class Since:
    """What Python says there from 3.12 on."""

    st_birthtime: float = 1_700_000_000.0
    st_ctime: float = 1_800_000_000.0


def test_when_it_was_made_is_told_by_every_python() -> None:
    assert arrival.made(cast("Any", Before())) == MADE
    assert arrival.made(cast("Any", Since())) == MADE
