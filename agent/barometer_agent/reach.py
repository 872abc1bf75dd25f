"""How a question can reach the people of this laptop; each one's icon tells, and the latest word of an hour counts."""

from barometer_agent.clock import Clock
from barometer_agent.link.messages import Way

LASTS_MS = 3_600_000  # an icon tells every five minutes; whoever has signed out tells no more


class Reach:
    """What was told since the service started; may be used by several threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._told: dict[str, tuple[int, Way]] = {}

    def told(self, account: str, way: Way) -> None:
        """The icon of ``account`` found this out."""
        self._told = {**self._lately(), account: (self._clock.now().monotonic_ms, way)}

    def unreached(self) -> int | None:
        """How many people can be shown nothing; None where no icon told how that is."""
        lately = self._lately()
        return sum(way is Way.NOTHING for _at, way in lately.values()) if lately else None

    def _lately(self) -> dict[str, tuple[int, Way]]:
        now_ms = self._clock.now().monotonic_ms
        return {account: told for account, told in self._told.items() if now_ms - told[0] < LASTS_MS}
