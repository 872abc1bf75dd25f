"""What the roll-up shows of a device."""

import dataclasses

import pytest

from barometer_collector.rollup.views import DayFigure, EventFigure


@pytest.mark.parametrize("view", [DayFigure(1, "boot_ms", "", 0, 0, None, "ms"), EventFigure("boot_ms", "", 1, 2)])
def test_what_is_shown_cannot_be_changed_on_its_way(view: DayFigure | EventFigure) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        view.metric = "other"  # type: ignore[misc]
