"""Figures that are read from the database at the moment somebody asks for /metrics."""

from collections.abc import Callable, Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from barometer_collector.database import Database, DatabaseUnavailableError
from barometer_collector.delivery.fleet import pace_of, reason_of
from barometer_collector.devices import service as devices
from barometer_collector.ingest import service as ingest
from barometer_collector.settings import Settings


class DatabaseGauges(Collector):
    """Nothing is told when the database does not answer: an old figure would look like a fresh one."""

    def __init__(self, database: Database, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._database, self._settings, self._clock = database, settings, clock

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing is read when this is registered."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The families, or none."""
        try:
            with self._database.reading() as session:
                waiting, oldest = ingest.open_batches(session)
                known, dropped = devices.count(session), ingest.dropped_samples(session)
                pace, reason = pace_of(session, self._settings), reason_of(session)
        except DatabaseUnavailableError:
            return
        lag = 0.0 if oldest is None else max(0.0, self._clock().timestamp() - oldest / 1000)
        yield GaugeMetricFamily("barometer_rollup_open_batches", "Batches that are not rolled up yet", waiting)
        yield GaugeMetricFamily(
            "barometer_rollup_lag_seconds", "Age of the oldest batch that is not rolled up yet", lag
        )
        yield GaugeMetricFamily("barometer_devices", "Devices that are enrolled", known)
        told = "Samples that will never arrive: no room on the laptop, its disk failed, too old, or refused here"
        yield GaugeMetricFamily("barometer_dropped_samples", told, dropped)
        told = "How often the fleet is asked to send, and why that changed last: load, room or settings"
        family = GaugeMetricFamily("barometer_pace_seconds", told, labels=("reason",))
        family.add_metric((reason,), pace.interval_seconds)
        yield family
