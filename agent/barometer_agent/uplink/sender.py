"""One exchange with the collector: the configuration when it changed, then every batch that waits."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from barometer_agent.clock import Clock, Moment
from barometer_agent.enrolment import Identity
from barometer_agent.spool import SealedBatch, Spool
from barometer_agent.uplink import verdict
from barometer_agent.uplink.contact import Contact
from barometer_agent.uplink.transport import Transport, UnreachableError
from barometer_agent.uplink.verdict import Accepted, Halve, Later, Refused, Reply, Unknown, Unusable
from barometer_shared.protocol import (
    BATCHES_PATH,
    DEVICE_CONFIG_PATH,
    SENT_AT_HEADER,
    DeviceConfig,
    bearer,
)
from barometer_shared.samples import AgentFacts

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Done:
    """All is sent."""

    batches: int


Outcome = Done | Later | Unknown


class Sender:
    """Sends what the spool holds, as the device ``identity``.

    ``stopped`` is asked between batches, so that a long backlog never delays the end of the service.
    """

    def __init__(
        self,
        transport: Transport,
        identity: Identity,
        spool: Spool,
        clock: Clock,
        facts: AgentFacts,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._transport = transport
        self._identity = identity
        self._spool = spool
        self._clock = clock
        self._facts = facts
        self._stopped = stopped
        self._contact = Contact(spool)
        self._config_due = True

    @property
    def config(self) -> DeviceConfig | None:
        """What the collector last told this device, also before this start; None before the first word."""
        return self._contact.config

    def exchange(self) -> Outcome:
        """Speak with the collector until all is sent or something stands in the way."""
        try:
            if self._config_due:
                trouble = self._fetch_config()
                if trouble is not None:
                    return trouble
            return self._send_all()
        except UnreachableError as error:
            return Later(str(error))

    def skew_ms(self, now: Moment) -> int | None:
        """The device's clock minus the collector's; None before the first contact."""
        return self._contact.skew_ms(now)

    def refresh(self) -> None:
        """Ask for the configuration at the next exchange, though nobody said that it changed."""
        self._config_due = True

    def _send_all(self) -> Outcome:
        sent = 0
        while not self._stopped():
            now = self._clock.now()
            batch = self._spool.next_batch(self._facts, now, self._contact.skew_ms(now))
            if batch is None:
                break
            trouble = self._settle(batch, self._post(batch, now))
            if trouble is not None:
                return trouble
            sent += 1
        if sent and self._config_due and not self._stopped():
            return self._fetch_config() or Done(sent)
        return Done(sent)

    def _post(self, batch: SealedBatch, now: Moment) -> verdict.Verdict:
        headers = {
            **self._authorization(),
            "Content-Type": "application/json",
            "Content-Encoding": "gzip",
            SENT_AT_HEADER: str(now.utc_ms),
        }
        reply = self._transport.post(BATCHES_PATH, batch.body, headers)
        self._measure(reply)
        return verdict.judge_batch(reply, batch.id, self._clock.now().utc)

    def _settle(self, batch: SealedBatch, judged: verdict.Verdict) -> Later | Unknown | None:
        now = self._clock.now()
        match judged:
            case Accepted(config):
                self._spool.acknowledge(batch.id, now)
                self._config_due = self._config_due or not self._contact.has_config(config)
            case Halve():
                divided = self._spool.halve(batch, now)
                log.warning("batch_too_large batch=%s divided=%s", batch.id, divided)
                return None if divided else _pause_without_items(batch, "too large")
            case Refused(reason):
                self._spool.set_aside(batch.id, reason, now)
                log.error("batch_refused batch=%s reason=%s", batch.id, reason)
                return _pause_without_items(batch, reason)
            case Later() | Unknown():
                return judged
        return None

    def _fetch_config(self) -> Later | Unknown | None:
        etag = self._contact.etag
        headers = {**self._authorization(), **({"If-None-Match": etag} if etag else {})}
        reply = self._transport.get(DEVICE_CONFIG_PATH, headers)
        judged = verdict.judge_config(reply, self._clock.now().utc)
        if isinstance(judged, Later | Unknown):
            return judged
        self._measure(reply)
        if isinstance(judged, Unusable):
            log.warning("config_unusable reason=%s", judged.reason)
            return None
        self._config_due = False
        if isinstance(judged, DeviceConfig):
            self._contact.keep(judged, reply.headers.get("etag", ""))
            log.info("config_received version=%s", judged.version)
        self._tidy()
        return None

    def _tidy(self) -> None:
        """Only with a time that a server confirmed: a clock that is years ahead must not empty the spool."""
        now = self._clock.now()
        skew = self._contact.skew_ms(now)
        if skew is None or abs(skew) > timedelta(days=1).total_seconds() * 1000:
            return
        expired = self._spool.tidy(now)
        if expired:
            log.warning("spool_expired items=%d", expired)

    def _measure(self, reply: Reply) -> None:
        now = self._clock.now()
        skew = verdict.skew_ms(reply, now.utc_ms)
        if skew is not None:
            self._contact.measured(skew, now)

    def _authorization(self) -> dict[str, str]:
        return {"Authorization": bearer(self._identity.device_id, self._identity.secret)}


def _pause_without_items(batch: SealedBatch, reason: str) -> Later | None:
    """What a refused batch said of drops and gaps is said again in the next one: not at once when it held no more."""
    return None if batch.samples or batch.answers else Later(f"a batch without samples was refused: {reason}")
