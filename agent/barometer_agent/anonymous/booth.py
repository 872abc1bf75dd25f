"""Begins with the errands for anonymous questions once there are any: most laptops load nothing of it for months."""

from collections.abc import Iterable
from random import SystemRandom
from typing import TYPE_CHECKING

from barometer_agent.collector import Collector
from barometer_agent.config import Config
from barometer_agent.link.messages import KeysDiffer
from barometer_agent.sources.certificates import Trust
from barometer_agent.spool import SpoolError
from barometer_agent.spool.ballot_box import BallotBox
from barometer_shared.protocol import bearer
from barometer_shared.questions import OpenQuestion

if TYPE_CHECKING:
    from barometer_agent.anonymous.errands import Errands


class Booth:
    """Of one laptop, and of all accounts on it that an icon runs for."""

    def __init__(self, box: BallotBox, collector: Collector, config: Config, trust: Trust | None = None) -> None:
        self._box = box
        self._collector = collector
        self._config = config
        self._trust = trust
        self._people: frozenset[str] = frozenset()
        self._errands: Errands | None = None
        self._looked = False

    def meet(self, account: str) -> None:
        """An icon runs for ``account``."""
        if account not in self._people:
            self._people |= {account}
            if self._errands is not None:
                self._errands.wake()

    def look(self) -> None:
        """Begin where a question is anonymous, or something of one is left from before."""
        if self._errands is None and (self._is_asked() or self._is_left()):
            self._errands = self._begun()
            self._errands.start()

    def stop(self, timeout_seconds: float) -> None:
        """End, within about that time."""
        if self._errands is not None:
            self._errands.stop(timeout_seconds)

    def differing(self) -> list[KeysDiffer]:
        """Of which campaigns this laptop was told other keys than it found."""
        return self._errands.differing() if self._errands is not None else []

    def _is_asked(self) -> bool:
        return any(question.anonymous is not None for question in self._questions())

    def _is_left(self) -> bool:
        """Looked at once: what comes later comes with a question."""
        if self._looked:
            return False
        try:
            left = bool(self._box.tickets() or self._box.ballots())
        except SpoolError:
            return False
        self._looked = True
        return left

    def _questions(self) -> Iterable[OpenQuestion]:
        config = self._collector.config
        return config.questions if config else ()

    def _authorization(self) -> str | None:
        identity = self._collector.identity
        return bearer(identity.device_id, identity.secret) if identity else None

    def _begun(self) -> "Errands":
        from barometer_agent.anonymous.errands import Errands
        from barometer_agent.anonymous.keeper import Keeper
        from barometer_agent.anonymous.road import Road
        from barometer_agent.anonymous.sender import Sender

        random = SystemRandom()  # nobody is to work out when a message leaves
        road = Road(lambda: self._collector.server, self._config, self._trust)
        keeper = Keeper(self._box, road, self._authorization, random)
        sender = Sender(self._box, road, random)
        return Errands(self._box, self._questions, lambda: self._people, self._collector.now_ms, keeper, sender, random)
