"""What the last contact with the collector left: its configuration, and how far the clocks are apart."""

import msgspec

from barometer_agent.clock import Moment, step_ms
from barometer_agent.spool import Spool
from barometer_agent.uplink.verdict import read_config
from barometer_shared.protocol import DeviceConfig

_CONFIG = "config"
_ETAG = "config_etag"
_SKEW = "skew"


class _Skew(msgspec.Struct, frozen=True):
    skew_ms: int
    measured: Moment


class Contact:
    """Kept in the spool, so that questions and targets work offline and after a restart."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._config = read_config(spool.recall(_CONFIG) or "")
        kept = spool.recall(_SKEW)
        self._skew = msgspec.json.decode(kept, type=_Skew) if kept else None

    @property
    def config(self) -> DeviceConfig | None:
        """The configuration that holds."""
        return self._config

    @property
    def etag(self) -> str:
        """To ask whether the configuration changed; empty where there is none."""
        return (self._spool.recall(_ETAG) or "") if self._config else ""

    def has_config(self, version: str) -> bool:
        """Whether this version of the configuration is the one we have."""
        return self._config is not None and self._config.version == version

    def keep(self, config: DeviceConfig, etag: str) -> None:
        """This configuration holds from now on."""
        self._spool.remember(_CONFIG, msgspec.json.encode(config).decode())
        self._spool.remember(_ETAG, etag)
        self._config = config

    def measured(self, skew_ms: int, now: Moment) -> None:
        """The clocks were compared. Written down when it changed noticeably: each write costs a disk sync."""
        before = self.skew_ms(now)
        self._skew = _Skew(skew_ms, now)
        if before is None or abs(before - skew_ms) > 1000:
            self._spool.remember(_SKEW, msgspec.json.encode(self._skew).decode())

    def skew_ms(self, now: Moment) -> int | None:
        """The device's clock minus the server's, as it is now: a step of the clock since then is counted in."""
        if self._skew is None:
            return None
        return self._skew.skew_ms + step_ms(self._skew.measured, now)
