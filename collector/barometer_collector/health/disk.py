"""Figures about the disk. The job of retention measured the database; here two small tables and a volume are read."""

from collections.abc import Callable, Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from barometer_collector.database import Database, DatabaseUnavailableError
from barometer_collector.privacy.retention.rules.budget import Volume
from barometer_collector.privacy.retention.service.room import volume_of
from barometer_collector.privacy.retention.service.standing import Standing, standing
from barometer_collector.settings import Keep

_DAY_SECONDS = 86_400
_BYTES = "Bytes on disk: raw samples, all else in use, free pages that are filled again, and SQLite's log"

LookAtVolume = Callable[[Database], Volume | None]


class DiskGauges(Collector):
    """What is not known (a server's disk, growth on the first day) is not told: 0 would be a lie."""

    def __init__(self, database: Database, keep: Keep, volume: LookAtVolume = volume_of) -> None:
        self._database, self._keep, self._volume = database, keep, volume

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing is read when this is registered."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The families that are known."""
        try:
            volume = self._volume(self._database)
            found = standing(self._database, self._keep, volume)
        except (DatabaseUnavailableError, OSError):
            return
        if volume is not None:
            yield _gauge("disk_free_bytes", "Bytes free on the volume of the data directory", volume.free)
        if found is not None:
            yield self._bytes(found)
            yield from _of(found)

    def _bytes(self, found: Standing) -> GaugeMetricFamily:
        family = GaugeMetricFamily("barometer_disk_bytes", _BYTES, labels=["what"])
        family.add_metric(["raw"], found.use.raw)
        family.add_metric(["other"], found.use.used - found.use.raw)
        if self._database.file is not None:
            log = self._database.file.with_name(self._database.file.name + "-wal")
            family.add_metric(["reusable"], found.reusable)
            family.add_metric(["log"], log.stat().st_size if log.exists() else 0)
        return family


def _of(found: Standing) -> Iterator[GaugeMetricFamily]:
    days = {
        "disk_full_seconds": ("Seconds until the disk is full at the growth of the last week", found.full_in_days),
        "raw_oldest_timestamp_seconds": ("Start of the day on which the oldest raw samples came", found.raw_first_day),
    }
    as_they_are = {
        "disk_growth_bytes_per_day": ("How fast the database grew in the last week", found.growth_per_day),
        "raw_allowed_bytes": ("What raw samples may take before their days are over", found.raw_allowed),
        "raw_missing_days": ("Days of raw samples less than promised, for want of room", found.missing_days),
        "retention_run_timestamp_seconds": ("When old rows were deleted last", found.ran_at / 1000),
    }
    for name, (text, value) in days.items():
        if value is not None:
            yield _gauge(name, text, value * _DAY_SECONDS)
    for name, (text, known) in as_they_are.items():
        if known is not None:
            yield _gauge(name, text, known)


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"barometer_{name}", text, value)
