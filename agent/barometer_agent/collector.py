"""The collector as the service sees it: who we are to it, and one exchange after another."""

import time
from collections.abc import Callable

from barometer_agent import enrolment
from barometer_agent.clock import Clock
from barometer_agent.config import Config
from barometer_agent.enrolment import Identity, IdentityError
from barometer_agent.sources.certificates import Trust
from barometer_agent.spool import Spool
from barometer_agent.uplink.belief import Doubted
from barometer_agent.uplink.sender import Outcome, Sender
from barometer_agent.uplink.transport import Transport
from barometer_agent.uplink.verdict import Unknown
from barometer_shared.protocol import DeviceConfig
from barometer_shared.samples import AgentFacts

REFRESH_SECONDS = 3600.0
ASK_AGAIN_MS = 3600 * 1000  # one that does not know this device
# On a link that is paid by the byte all but answers waits this long and no longer: a laptop may always be on one.
DEFER_MS = 24 * 3600 * 1000


def may_wait(waited_ms: int | None) -> bool:
    """Whether what has waited so long may wait for a better link; not when the clock was set back since."""
    return waited_ms is None or 0 <= waited_ms < DEFER_MS


class Collector:
    """Once the collector says that it does not know this device, nothing is sent until it is enrolled again.

    It is then asked once an hour whether it still says so, as a mistake of its own would else silence a fleet for ever.

    While ``metered`` says that the link is paid by the byte, only answers are sent, and the rest after DEFER_MS.
    Its certificate is verified by ``trust``; None for that of the settings.
    Raises IdentityError when there is no identity to begin with.
    """

    def __init__(
        self,
        config: Config,
        spool: Spool,
        clock: Clock,
        facts: AgentFacts,
        stopped: Callable[[], bool],
        metered: Callable[[], bool] = lambda: False,
        trust: Trust | None = None,
    ) -> None:
        self._config = config
        self._spool = spool
        self._clock = clock
        self._facts = facts
        self._stopped = stopped
        self._metered = metered
        self._trust = trust
        self._rejected: Unknown | None = None
        self._rejected_at = clock.now()
        self._refreshed = time.monotonic()
        self._sent_before = 0
        self._become(enrolment.load(config.data_dir))

    @property
    def server(self) -> str:
        """Its address."""
        return self._transport.server

    @property
    def identity(self) -> Identity | None:
        """Who this laptop is to it; None once it said that it does not know this laptop."""
        return None if self._rejected else self._identity

    @property
    def config(self) -> DeviceConfig | None:
        """What it last told this device."""
        return self._sender.config

    @property
    def sent_bytes(self) -> int:
        """What was sent to it since the start: the bodies of requests, also of those that failed."""
        return self._sent_before + self._transport.sent_bytes

    def skew_ms(self) -> int | None:
        """The device's clock minus the collector's."""
        return self._sender.skew_ms(self._clock.now())

    def now_ms(self) -> int | None:
        """Its own time; None where the clocks were not compared since this laptop started."""
        now = self._clock.now()
        return now.without(self._sender.skew_ms(now)).utc_ms if self._sender.compared(now) else None

    def doubted(self) -> Doubted | None:
        """By what the clocks were found apart, where nobody knows whether to believe it."""
        return self._sender.doubted(self._clock.now())

    def exchange(self) -> Outcome:
        """Send what waits; ask for the configuration now and then, though nobody said that it changed."""
        if self._rejected is not None and not self._enrolled_again():
            if self._clock.now().monotonic_ms - self._rejected_at.monotonic_ms < ASK_AGAIN_MS:
                return self._rejected
            self._sender.refresh()  # so that the key is shown without a batch
        if time.monotonic() - self._refreshed > REFRESH_SECONDS:
            self._refreshed = time.monotonic()
            self._sender.refresh()
        outcome = self._sender.exchange(only_answers=self._rejected is None and self._defers())
        self._rejected = outcome if isinstance(outcome, Unknown) else None
        self._rejected_at = self._clock.now()
        return outcome

    def close(self) -> None:
        """Let go of the connection."""
        self._transport.close()

    def _defers(self) -> bool:
        if not self._metered():
            return False
        now = self._clock.now()
        return may_wait(self._spool.waiting_ms(now, self._sender.skew_ms(now)))

    def _become(self, identity: Identity) -> None:
        self._identity = identity
        self._transport = Transport(self._config.server_url or identity.server, self._config, trust=self._trust)
        self._sender = Sender(self._transport, identity, self._spool, self._clock, self._facts, stopped=self._stopped)

    def _enrolled_again(self) -> bool:
        try:
            identity = enrolment.load(self._config.data_dir)
        except IdentityError:
            return False
        if identity == self._identity:
            return False
        self._transport.close()
        self._sent_before += self._transport.sent_bytes
        self._become(identity)
        return True
