"""This laptop's report, asked of the collector when somebody here wants to read it."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from barometer_agent.config import Config
from barometer_agent.desk import ReportError
from barometer_agent.enrolment import Identity
from barometer_agent.sources.certificates import Trust
from barometer_agent.uplink.reports import NoReport, judge_report
from barometer_agent.uplink.transport import Transport, UnreachableError
from barometer_shared.protocol import bearer
from barometer_shared.report import DEVICE_REPORT_PATH

log = logging.getLogger(__name__)

WITHIN_SECONDS = 7.0  # whoever asks over the link waits for ten
EXCHANGE_SECONDS = 20.0  # what comes too late for one who asked is there for the next
KEPT_SECONDS = 60.0
REFUSAL_KEPT_SECONDS = 10.0  # a network may come back any moment


@dataclass(frozen=True)
class _Told:
    identity: Identity
    what: bytes | NoReport
    at: float

    def holds(self, identity: Identity, now: float) -> bool:
        kept = REFUSAL_KEPT_SECONDS if isinstance(self.what, NoReport) else KEPT_SECONDS
        return self.identity == identity and now - self.at < kept


class Reports:
    """Asks once for all who want to know within a minute, in a thread of its own: a name look-up cannot be cut short.

    ``known`` tells who this laptop is to its collector, None after the collector said that it does not know it: then
    nothing is asked. May be used by several threads. ``clock`` counts seconds.
    """

    def __init__(
        self,
        config: Config,
        known: Callable[[], Identity | None],
        trust: Trust | None = None,
        clock: Callable[[], float] = time.monotonic,
        within: float = WITHIN_SECONDS,
    ) -> None:
        self._config = config
        self._known = known
        self._trust = trust
        self._clock = clock
        self._within = within
        self._last: _Told | None = None
        self._asking = False
        self._changed = threading.Condition()

    def told(self) -> bytes:
        """The report, as JSON on one line. Raises ReportError, within some seconds."""
        identity = self._known()
        if identity is None:
            raise ReportError(NoReport.UNKNOWN_DEVICE)
        with self._changed:
            if not self._asking and not (self._last and self._last.holds(identity, self._clock())):
                self._begin(identity)
            self._changed.wait_for(lambda: not self._asking, self._within)
            told = self._last
            if self._asking or told is None or told.identity != identity:
                raise ReportError(NoReport.SLOW)
        if isinstance(told.what, NoReport):
            raise ReportError(told.what)
        return told.what

    def _begin(self, identity: Identity) -> None:
        self._asking = True
        try:
            threading.Thread(target=self._ask, args=(identity,), name="report", daemon=True).start()
        except RuntimeError:  # there can be no more threads
            self._asking = False

    def _ask(self, identity: Identity) -> None:
        what: bytes | NoReport = NoReport.STRANGER
        try:
            what = self._fetched(identity)
        finally:
            with self._changed:
                self._last = _Told(identity, what, self._clock())
                self._asking = False
                self._changed.notify_all()

    def _fetched(self, identity: Identity) -> bytes | NoReport:
        server = self._config.server_url or identity.server
        headers = {"Authorization": bearer(identity.device_id, identity.secret)}
        try:
            with Transport(server, self._config, trust=self._trust, seconds=EXCHANGE_SECONDS) as transport:
                return judge_report(transport.get(DEVICE_REPORT_PATH, headers))
        except UnreachableError as error:
            log.info("report_not_fetched reason=%s", error)
            return NoReport.OFFLINE
