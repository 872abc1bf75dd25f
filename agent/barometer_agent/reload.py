"""Settings that change while the service runs: read again within a minute; wrong ones leave the old ones in force."""

import logging
from collections.abc import Callable
from pathlib import Path

from barometer_agent import config
from barometer_agent.config import Config
from barometer_agent.settings import SettingError

log = logging.getLogger(__name__)

Stamp = tuple[tuple[str, int, int, int], ...]


class Settings:
    """Those of ``file`` (None: the default one) with everything that overrides them, as ``load`` reads them.

    Raises SettingError when they are wrong at the start.
    """

    def __init__(self, file: Path | None, load: Callable[[], Config]) -> None:
        self._file = file or config.default_file()
        self._load = load
        self._seen = stamp(self._file)
        self.current = load()

    def changed(self, *, asked: bool = False) -> Config | None:
        """Other settings than those in force, when their files changed or somebody ``asked``; else None.

        They are not in force before ``current`` is set to them.
        """
        seen = stamp(self._file)
        if seen == self._seen and not asked:
            return None
        self._seen = seen
        try:
            read = self._load()
        except SettingError as error:
            log.error("settings_wrong kept=the old ones reason=%s", error)  # noqa: TRY400 - the reason says it all
            return None
        if read == self.current:
            if asked:
                log.info("settings_unchanged")
            return None
        return read


def stamp(file: Path) -> Stamp:
    """What tells whether any of the settings' files changed, or whose it is: names, sizes and times."""
    found = []
    for path in config.files(file):
        try:
            told = path.stat()
        except OSError:
            continue  # it went away meanwhile: that is a change too
        found.append((str(path), told.st_size, told.st_mtime_ns, told.st_ctime_ns))
    return tuple(found)
