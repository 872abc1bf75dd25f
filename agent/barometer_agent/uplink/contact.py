"""What the last contact with the collector left: its configuration, and how far the clocks are apart."""

import logging
from typing import TypeVar

import msgspec

from barometer_agent.clock import Moment, Skew, step_ms
from barometer_agent.spool import Spool, SpoolError
from barometer_agent.uplink.belief import Belief, Doubted, doubted_again
from barometer_agent.uplink.replies import read_config
from barometer_shared.protocol import DeviceConfig

log = logging.getLogger(__name__)

_CONFIG = "config"
_ETAG = "config_etag"
_SKEW = "skew"
_SKEW_BEFORE = "skew_before"
_DOUBTED = "skew_doubted"

_Known = TypeVar("_Known", Skew, Doubted)


class Contact:
    """Kept in the spool, so that questions and targets work offline and after a restart."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._config = read_config(self._recalled(_CONFIG) or "")
        self._skew = self._kept(_SKEW, Skew)
        self._before = self._kept(_SKEW_BEFORE, Skew)
        self._doubted = self._kept(_DOUBTED, Doubted)
        self._belief = Belief()

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
        """The clocks were compared. What is not believed (see ``Belief``) is told, and nothing goes by it.

        Written down when it changed noticeably: each write costs a disk sync.
        """
        if not self._belief.holds(skew_ms, self._last_known_ms(now), now):
            log.warning("clock_doubted skew_ms=%d", skew_ms)
            if not self.compared(now):
                self._doubted = doubted_again(self._doubted, skew_ms, now)
                self._keep(_DOUBTED, self._doubted)
            return
        if self._doubted is not None:
            self._doubted = None
            self._spool.remember(_DOUBTED, "")
        earlier = self.before(now)
        if earlier is not None and earlier != self._before:
            self._before = earlier
            self._keep(_SKEW_BEFORE, earlier)
        known = self._last_known_ms(now)
        is_news = known is None or abs(known - skew_ms) > 1000 or earlier is self._skew
        self._skew = Skew(skew_ms, now)
        if is_news:
            self._keep(_SKEW, self._skew)

    def skew_ms(self, now: Moment) -> int | None:
        """The device's clock minus the server's, as it is now: a step of the clock since then is counted in.

        None where it is not known, which an earlier boot's is no longer after contradictions in this one.
        """
        return None if self.doubted_too_long(now) else self._last_known_ms(now)

    def compared(self, now: Moment) -> bool:
        """Whether the clocks were compared in the boot of ``now``: a clock without a battery starts anywhere."""
        return self._skew is not None and self._skew.measured.boot_id == now.boot_id

    @property
    def doubts(self) -> bool:
        """Whether the last comparison is to be confirmed by another one."""
        return self._belief.doubts

    def doubted(self, now: Moment) -> Doubted | None:
        """Why the clocks are not known in the boot of ``now``; None where they are, or where nobody was asked."""
        return None if self.compared(now) else self._doubted

    def doubted_too_long(self, now: Moment) -> bool:
        """Whether to wait no more for two comparisons that agree; not before one was made after this start."""
        doubted = self.doubted(now)
        return self.doubts and doubted is not None and doubted.too_long

    def before(self, now: Moment) -> Skew | None:
        """How the clock was last off in an earlier boot than that of ``now``; None where that is not known."""
        if self._skew is not None and self._skew.measured.boot_id != now.boot_id:
            return self._skew
        return self._before

    def _last_known_ms(self, now: Moment) -> int | None:
        return None if self._skew is None else self._skew.skew_ms + step_ms(self._skew.measured, now)

    def _kept(self, name: str, kind: type[_Known]) -> _Known | None:
        kept = self._recalled(name)
        return msgspec.json.decode(kept, type=kind) if kept else None

    def _recalled(self, name: str) -> str | None:
        """None also while the disk cannot be read: the collector tells it once more."""
        try:
            return self._spool.recall(name)
        except SpoolError:
            return None

    def _keep(self, name: str, known: Skew | Doubted) -> None:
        self._spool.remember(name, msgspec.json.encode(known).decode())
