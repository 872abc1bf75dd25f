"""An outbox and moments after one."""

from dataclasses import dataclass, replace

from barometer_agent.clock import Moment
from barometer_agent.spool import Spool
from barometer_agent.spool.sealing import SealedBatch
from barometer_shared.samples import AgentFacts, Sample

DAY_MS = 86_400_000
SKEW_MS = 7


@dataclass(frozen=True)
class Outbox:
    """A spool at ``moment``, unless another is named."""

    spool: Spool
    agent: AgentFacts
    moment: Moment

    def add(self, *values: int, moment: Moment | None = None) -> None:
        """Samples with these values, measured now."""
        now = moment or self.moment
        self.spool.add("pressure", [Sample("pressure_permille", value, now.utc_ms) for value in values], None, now)

    def seal(self, moment: Moment | None = None) -> SealedBatch:
        """The batch that goes next."""
        batch = self.spool.next_batch(self.agent, moment or self.moment, SKEW_MS)
        assert batch is not None
        return batch

    def is_empty(self) -> bool:
        return self.spool.next_batch(self.agent, self.moment, SKEW_MS) is None

    def acknowledge(self, batch: SealedBatch) -> None:
        self.spool.acknowledge(batch.id, self.moment)

    def refuse(self, batch: SealedBatch) -> None:
        self.spool.set_aside(batch.id, "422", self.moment)


def later(moment: Moment, days: int) -> Moment:
    return passed(moment, days * DAY_MS)


def passed(moment: Moment, milliseconds: int) -> Moment:
    return replace(moment, utc_ms=moment.utc_ms + milliseconds, monotonic_ms=moment.monotonic_ms + milliseconds)
