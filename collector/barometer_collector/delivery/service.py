"""What a device is told: its configuration, and the version of it that rides on every acknowledgement."""

from datetime import datetime
from threading import Lock

from barometer_collector.database import Database
from barometer_collector.delivery.rules.configuration import compose, targets_of
from barometer_collector.sentiment import service as sentiment
from barometer_collector.settings import Settings
from barometer_shared.protocol import DeviceConfig

FRESH_SECONDS = 3.0
_MOST_REMEMBERED = 20_000


class Versions:
    """The configuration version of each device, remembered for ``FRESH_SECONDS``: a device that sends often does not
    cost a look into its questions each time. Safe to use from several threads."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._known: dict[int, tuple[float, str]] = {}
        self._lock = Lock()

    def remembered(self, device_id: int, now: datetime) -> str | None:
        """The version, when it was looked up a moment ago."""
        moment, version = self._known.get(device_id, (0.0, ""))
        return version if 0 <= now.timestamp() - moment < FRESH_SECONDS and version else None

    def look_up(self, device_id: int, now: datetime) -> str:
        """The version, from the database."""
        version = device_config(self._database, self._settings, device_id, now).version
        with self._lock:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[device_id] = (now.timestamp(), version)
        return version


def device_config(database: Database, settings: Settings, device_id: int, now: datetime) -> DeviceConfig:
    """What this device is told now."""
    with database.reading() as session:
        questions = sentiment.open_questions(session, settings, device_id, now)
    return compose(settings.interval_seconds, targets_of(settings.public_url, settings.targets), questions)
