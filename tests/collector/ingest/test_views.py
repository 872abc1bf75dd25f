"""What the intake shows of what it has."""

import dataclasses

import pytest

from barometer_collector.ingest.views import DroppedSamples, LatestSample, QuarantinedItem


@pytest.mark.parametrize(
    "view",
    [
        LatestSample("boot_ms", "", 1, 2, False),
        QuarantinedItem("0" * 16, "a", "b", 1, "c", "d", "e"),
        DroppedSamples("boot_ms", 3),
    ],
)
def test_what_is_shown_cannot_be_changed_on_its_way(view: LatestSample | QuarantinedItem | DroppedSamples) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        view.metric = "other"  # type: ignore[misc,union-attr]
