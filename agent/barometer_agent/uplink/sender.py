"""One exchange with the collector: the configuration when it changed, then every batch that waits."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from barometer_agent.clock import Clock, Moment
from barometer_agent.enrolment import Identity
from barometer_agent.spool import SealedBatch, Spool
from barometer_agent.uplink import replies, verdict
from barometer_agent.uplink.backoff import CAP_SECONDS
from barometer_agent.uplink.belief import APART_MS, AT_ONCE_MS, Doubted
from barometer_agent.uplink.cause import Cause, reason
from barometer_agent.uplink.contact import Contact
from barometer_agent.uplink.doubt import Doubt
from barometer_agent.uplink.replies import Reply
from barometer_agent.uplink.transport import Transport, UnreachableError
from barometer_agent.uplink.verdict import Accepted, Halve, Later, Refused, Unknown, Unusable
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
    """All is sent, or the collector asks for a pause of ``pause_seconds`` before what still waits."""

    batches: int
    pause_seconds: float = 0.0


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
        self._doubt = Doubt()
        self._config_due = True
        self._tidy_due = False
        self._undated = False  # the collector speaks without telling the time

    @property
    def config(self) -> DeviceConfig | None:
        """What the collector last told this device, also before this start; None before the first word."""
        return self._contact.config

    def exchange(self, only_answers: bool = False) -> Outcome:
        """Speak with the collector until all is sent, it asks for a pause, or something stands in the way.

        With ``only_answers`` nothing else is sent or asked, and without an answer nothing at all.
        """
        try:
            if self._asks_first(only_answers):
                trouble = self._fetch_config()
                if trouble is not None:
                    return trouble
            outcome = self._send_all(only_answers)
        except UnreachableError as error:
            return Later(str(error))
        return self._compare_soon() if isinstance(outcome, Done) and self._holds_back(only_answers) else outcome

    def skew_ms(self, now: Moment) -> int | None:
        """The device's clock minus the collector's; None before the first contact."""
        return self._contact.skew_ms(now)

    def compared(self, now: Moment) -> bool:
        """Whether the clocks were compared in the boot of ``now``."""
        return self._contact.compared(now)

    def doubted(self, now: Moment) -> Doubted | None:
        """By what the clocks were found apart, where nobody knows whether to believe it."""
        return self._contact.doubted(now)

    def refresh(self) -> None:
        """Ask for the configuration at the next exchange, though nobody said that it changed."""
        self._config_due = True

    def _asks_first(self, only_answers: bool) -> bool:
        if not (only_answers and self.config):
            return self._config_due or not self._may_seal()
        return not self._may_seal() and self._spool.health().answers > 0

    def _may_seal(self) -> bool:
        """Once the collector was heard in this boot: a batch says for ever how far the clock was off, and its month.

        RFC 9110, 6.6.1: a server that has a clock tells ``Date``; by one that has none, or contradicts itself for long,
        no clock can be put right: the batch says so, and the collector goes by when it arrived.
        """
        now = self._clock.now()
        return self._undated or self._contact.compared(now) or self._contact.doubted_too_long(now)

    def _holds_back(self, only_answers: bool) -> bool:
        waits = not only_answers or self._spool.health().answers > 0
        return waits and self._contact.doubts and not self._may_seal()

    def _compare_soon(self) -> Later:
        return Later(reason(Cause.CLOCK), APART_MS / 1000)

    def _send_all(self, only_answers: bool) -> Outcome:
        sent = 0
        began = self._clock.now()
        while not self._stopped():
            batch = self._next(only_answers)
            if batch is None:
                return self._finish(sent, only_answers)
            judged = self._post(batch)
            trouble = self._settle(batch, judged)
            if trouble is not None:
                return trouble
            if isinstance(judged, Accepted):
                sent += 1
                if judged.pause_seconds:
                    more = self._waited_at(began)
                    return Done(sent, judged.pause_seconds) if more else self._finish(sent, only_answers)
        return Done(sent)

    def _next(self, only_answers: bool) -> SealedBatch | None:
        now = self._clock.now()
        if not self._may_seal():
            return self._spool.unacknowledged(now, only_answers=only_answers)
        following = self._spool.next_answers if only_answers else self._spool.next_batch
        return following(self._facts, now, self._contact.skew_ms(now), self._contact.before(now))

    def _waited_at(self, began: Moment) -> bool:
        """Whether what waits now is a backlog, and not what was measured since the exchange began."""
        now = self._clock.now()
        waited = self._spool.waiting_ms(now, self._contact.skew_ms(now))
        return waited is not None and waited > now.monotonic_ms - began.monotonic_ms

    def _finish(self, sent: int, only_answers: bool) -> Outcome:
        if sent and self._config_due and not self._stopped():
            trouble = self._fetch_config()
            if trouble is not None:
                return trouble
        if self._tidy_due and not only_answers:
            self._tidy()
        return Done(sent)

    def _post(self, batch: SealedBatch) -> verdict.Verdict:
        headers = {
            **self._authorization(),
            "Content-Type": "application/json",
            "Content-Encoding": "gzip",
            SENT_AT_HEADER: str(self._clock.now().utc_ms),
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
            case Halve(told):
                if not told and (batch.samples + batch.answers < 2 or self._doubt.holds(batch)):
                    return Later(reason(Cause.LIMIT, f"413 for {len(batch.body)} bytes"))
                divided = self._spool.halve(batch, now)
                log.warning("batch_too_large batch=%s divided=%s", batch.id, divided)
                return None if divided else _pause(batch, "413")
            case Refused(why, of_clock=True) if self._contact.doubts:
                return Later(reason(Cause.CLOCK, why), APART_MS / 1000)
            case Refused(why, of_clock=True) if self._reseal(batch, now):
                log.warning("batch_sealed_again batch=%s reason=%s", batch.id, why)
            case Refused(why):
                self._spool.set_aside(batch.id, why, now)
                text = "batch_refused batch=%s samples=%d answers=%d reason=%s"
                log.error(text, batch.id, batch.samples, batch.answers, why)
                return _pause(batch, why)
            case Later() | Unknown():
                return judged
        return None

    def _reseal(self, batch: SealedBatch, now: Moment) -> bool:
        return self._spool.reseal(batch.id, now, self._contact.skew_ms(now), self._contact.before(now))

    def _fetch_config(self) -> Later | Unknown | None:
        etag = self._contact.etag
        headers = {**self._authorization(), **({"If-None-Match": etag} if etag else {})}
        reply = self._transport.get(DEVICE_CONFIG_PATH, headers)
        self._measure(reply, etag)
        judged = verdict.judge_config(reply, self._clock.now().utc, etag)
        if isinstance(judged, Later | Unknown):
            return judged
        if isinstance(judged, Unusable):
            log.warning("config_unusable reason=%s", judged.reason)
            return None if self._may_seal() else Later(judged.reason)
        self._config_due = False
        self._tidy_due = True
        if isinstance(judged, DeviceConfig):
            self._contact.keep(judged, reply.headers.get("etag", ""))
            log.info("config_received version=%s", judged.version)
        return None

    def _tidy(self) -> None:
        """After all is sent: what was measured while the clock was wrong must not be taken for old before that.

        Only with a time that a server confirmed: a clock that is years ahead must not empty the spool.
        """
        now = self._clock.now()
        compared = self._contact.compared(now) and not self._contact.doubts
        self._tidy_due = not compared
        skew = self._contact.skew_ms(now)
        if not compared or skew is None or abs(skew) > AT_ONCE_MS:
            self._spool.make_room()
            return
        expired = self._spool.tidy(now)
        if expired:
            log.warning("spool_expired items=%d", expired)

    def _measure(self, reply: Reply, etag: str = "") -> None:
        """A page on the way has a clock of its own: only the collector's counts."""
        if not replies.is_of_collector(reply, etag):
            return
        now = self._clock.now()
        skew = replies.skew_ms(reply, now.utc_ms)
        self._undated = skew is None
        if skew is not None:
            self._contact.measured(skew, now)

    def _authorization(self) -> dict[str, str]:
        return {"Authorization": bearer(self._identity.device_id, self._identity.secret)}


def _pause(batch: SealedBatch, why: str) -> Later:
    """After a refusal nothing follows soon: one that refuses everything, for a mistake of its own, must not empty the
    spool before anybody sees it, nor be asked about a refused answer again while the mistake still stands.
    """
    if not batch.samples and not batch.answers:
        return Later(reason(Cause.EMPTY, why))
    return Later(reason(Cause.BATCH, why), CAP_SECONDS)
