"""The figures of this installation, from the services of scoring, roll-up and intake, and nothing else."""

from datetime import UTC, datetime

from barometer_collector.ballots import service as ballots
from barometer_collector.ballots.views import RoundFigure
from barometer_collector.database import Database
from barometer_collector.ingest import service as ingest
from barometer_collector.ingest.views import DroppedSamples, LatestSample, QuarantinedItem
from barometer_collector.rollup import service as rollup
from barometer_collector.rollup.views import DayFigure, EventFigure
from barometer_collector.scoring import service as scoring
from barometer_collector.scoring.views import Device, DevicePage, Fleet, Group
from barometer_collector.sentiment import listening
from barometer_collector.sentiment.views import SharedAnswer, Told
from barometer_collector.settings import Settings

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ServiceFigures:
    """Satisfies ``Figures``."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings

    def fleet(self, now: datetime) -> Fleet:
        return scoring.fleet(self._database, self._settings, now)

    def team(self, now: datetime, slug: str) -> Group:
        return scoring.team(self._database, self._settings, now, slug)

    def devices(self, now: datetime, team: str | None, after: str | None, limit: int) -> DevicePage:
        return scoring.devices(self._database, self._settings, now, team=team, after=after, limit=limit)

    def device(self, now: datetime, device_id: str) -> Device:
        return scoring.device(self._database, self._settings, now, device_id)

    def history(self, device_id: str, since: datetime) -> tuple[DayFigure, ...]:
        return rollup.history(self._database, int(device_id, 16), (since - _EPOCH).days)

    def events(self, device_id: str, since: datetime, limit: int) -> tuple[EventFigure, ...]:
        return rollup.events(self._database, int(device_id, 16), round(since.timestamp() * 1000), limit)

    def latest_samples(self, device_id: str, limit: int) -> tuple[LatestSample, ...]:
        return ingest.latest_samples(self._database, int(device_id, 16), limit)

    def dropped(self, device_id: str) -> tuple[DroppedSamples, ...]:
        return ingest.dropped(self._database, int(device_id, 16))

    def quarantined(self, device_id: str, limit: int) -> tuple[QuarantinedItem, ...]:
        return ingest.quarantined(self._database, int(device_id, 16), limit)

    def words(self, now: datetime) -> Told:
        return listening.told(self._database, self._settings, now)

    def shared(self, now: datetime, device_id: str) -> tuple[SharedAnswer, ...]:
        return listening.shared_by(self._database, int(device_id, 16), now)

    def rounds(self) -> tuple[RoundFigure, ...]:
        return ballots.figures(self._database)
