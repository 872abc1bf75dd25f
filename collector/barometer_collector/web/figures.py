"""What the pages may ask for; they know no other source of figures."""

from datetime import datetime
from typing import Protocol

from barometer_collector.ingest.views import DroppedSamples, LatestSample, QuarantinedItem
from barometer_collector.rollup.views import DayFigure, EventFigure
from barometer_collector.scoring.views import Device, DevicePage, Fleet, Group


class Figures(Protocol):
    """What the pages may ask. Teams and laptops that do not exist raise ProblemError (404); ids are those of people."""

    def fleet(self, now: datetime) -> Fleet: ...

    def team(self, now: datetime, slug: str) -> Group: ...

    def devices(self, now: datetime, team: str | None, after: str | None, limit: int) -> DevicePage: ...

    def device(self, now: datetime, device_id: str) -> Device: ...

    def history(self, device_id: str, since: datetime) -> tuple[DayFigure, ...]: ...

    def events(self, device_id: str, since: datetime, limit: int) -> tuple[EventFigure, ...]: ...

    def latest_samples(self, device_id: str, limit: int) -> tuple[LatestSample, ...]: ...

    def dropped(self, device_id: str) -> tuple[DroppedSamples, ...]: ...

    def quarantined(self, device_id: str, limit: int) -> tuple[QuarantinedItem, ...]: ...
