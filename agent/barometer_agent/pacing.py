"""How often to measure and to send, and when not to: what the laptop and its owner can spare at the moment."""

from dataclasses import dataclass, replace

from barometer_agent.sampler import Reason
from barometer_agent.sources.limits import Limits

SAVER_FACTOR = 4.0
# On battery saver the radio is left alone for this long between two rounds of sending or probing.
SAVER_NETWORK_SECONDS = 1800.0
SLOWED_FACTOR = 2.0
UNLIMITED = Limits()
METERED = Reason(
    "not measured on a metered connection, as that would cost its user data",
    "niet gemeten op een verbinding met betaalde data, omdat dat van de bundel af zou gaan",
)


@dataclass(frozen=True)
class Pacing:
    """``limits`` as the system tells them, ``slowed`` by the agent itself, ``override`` by the settings, in seconds."""

    limits: Limits = UNLIMITED
    slowed: bool = False
    override: float | None = None

    def sampling_seconds(self, every: float, *, uses_network: bool = False) -> float:
        """Seconds between two runs of a sampler that asks to be run ``every`` so many."""
        own = every if self.override is None else min(every, self.override)
        slower = own * self._factor
        return max(slower, SAVER_NETWORK_SECONDS) if self.limits.battery_saver and uses_network else slower

    def sending_seconds(self, interval: float) -> float:
        """Seconds between two exchanges with the collector that asks for one in ``interval``."""
        slower = interval * (SLOWED_FACTOR if self.slowed else 1.0)
        return max(slower, SAVER_NETWORK_SECONDS) if self.limits.battery_saver else slower

    def spares(self, *, uses_network: bool) -> Reason | None:
        """Why a sampler is not run at all now: the network is not measured where each megabyte is paid for."""
        return METERED if uses_network and self.limits.metered else None

    @property
    def held_back(self) -> list[str]:
        """What keeps the agent from measuring and sending as often as else: battery_saver, metered, slowed."""
        why = {"battery_saver": self.limits.battery_saver, "metered": self.limits.metered, "slowed": self.slowed}
        return [name for name, holds in why.items() if holds]

    def limited(self, limits: Limits) -> "Pacing":
        """The same under other limits."""
        return replace(self, limits=limits)

    def slowed_down(self, slowed: bool) -> "Pacing":
        """The same at half the pace, or at the usual one again."""
        return replace(self, slowed=slowed)

    @property
    def _factor(self) -> float:
        return (SAVER_FACTOR if self.limits.battery_saver else 1.0) * (SLOWED_FACTOR if self.slowed else 1.0)
