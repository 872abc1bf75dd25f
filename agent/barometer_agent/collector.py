"""The collector as the service sees it: who we are to it, and one exchange after another."""

import time
from collections.abc import Callable

from barometer_agent import enrolment
from barometer_agent.clock import Clock
from barometer_agent.config import Config
from barometer_agent.enrolment import Identity, IdentityError
from barometer_agent.spool import Spool
from barometer_agent.uplink.sender import Outcome, Sender
from barometer_agent.uplink.transport import Transport
from barometer_agent.uplink.verdict import Unknown
from barometer_shared.protocol import DeviceConfig
from barometer_shared.samples import AgentFacts

REFRESH_SECONDS = 3600.0


class Collector:
    """Once the collector says that it does not know this device, nothing is sent until it is enrolled again.

    Raises IdentityError when there is no identity to begin with.
    """

    def __init__(
        self, config: Config, spool: Spool, clock: Clock, facts: AgentFacts, stopped: Callable[[], bool]
    ) -> None:
        self._config = config
        self._spool = spool
        self._clock = clock
        self._facts = facts
        self._stopped = stopped
        self._rejected: Unknown | None = None
        self._refreshed = time.monotonic()
        self._become(enrolment.load(config.data_dir))

    @property
    def server(self) -> str:
        """Its address."""
        return self._transport.server

    @property
    def config(self) -> DeviceConfig | None:
        """What it last told this device."""
        return self._sender.config

    def skew_ms(self) -> int | None:
        """The device's clock minus the collector's."""
        return self._sender.skew_ms(self._clock.now())

    def exchange(self) -> Outcome:
        """Send what waits; ask for the configuration now and then, though nobody said that it changed."""
        if self._rejected is not None and not self._enrolled_again():
            return self._rejected
        if time.monotonic() - self._refreshed > REFRESH_SECONDS:
            self._refreshed = time.monotonic()
            self._sender.refresh()
        outcome = self._sender.exchange()
        self._rejected = outcome if isinstance(outcome, Unknown) else None
        return outcome

    def close(self) -> None:
        """Let go of the connection."""
        self._transport.close()

    def _become(self, identity: Identity) -> None:
        self._identity = identity
        self._transport = Transport(self._config.server_url or identity.server, self._config)
        self._sender = Sender(self._transport, identity, self._spool, self._clock, self._facts, stopped=self._stopped)

    def _enrolled_again(self) -> bool:
        try:
            identity = enrolment.load(self._config.data_dir)
        except IdentityError:
            return False
        if identity == self._identity:
            return False
        self._transport.close()
        self._become(identity)
        return True
