"""Where the pages get their figures: the services of scoring, roll-up and intake, and nothing else."""

from datetime import datetime
from typing import Protocol

from barometer_collector.scoring.views import Device, DevicePage, Fleet, Group


class Figures(Protocol):
    """What the pages may ask. Unknown teams and devices raise ProblemError (404)."""

    def fleet(self, now: datetime) -> Fleet: ...

    def team(self, now: datetime, slug: str) -> Group: ...

    def devices(self, now: datetime, team: str | None, after: str | None, limit: int) -> DevicePage: ...

    def device(self, now: datetime, device_id: str) -> Device: ...
