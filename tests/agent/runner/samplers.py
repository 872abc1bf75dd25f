"""Samplers whose behaviour is given, and what a runner takes from them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from barometer_agent.sampler import About, Context, NoData, Reason, Sampler
from barometer_agent.spool import Spool, SpoolError
from barometer_agent.spool.runs import Run
from barometer_shared.samples import Gap, Sample

NO_SYSTEMD = Reason("no systemd", "geen systemd")


@dataclass
class Fake:
    """A sampler whose behaviour is given."""

    behave: Callable[[Context], Iterable[Sample]]
    name: str = "pressure"
    every: float = 60.0
    metrics: tuple[str, ...] = ("pressure_permille",)
    while_in_use: bool = False
    seen: list[Context] = field(default_factory=list)

    @property
    def about(self) -> About:
        return About("question", "vraag", self.metrics, self.while_in_use)

    def sample(self, context: Context) -> Iterable[Sample]:
        self.seen.append(context)
        return self.behave(context)


@dataclass(frozen=True)
class Taken:
    samples: tuple[Sample, ...]
    gaps: tuple[Gap, ...]
    cursor: str | None


def take(sampler: Sampler, context: Context) -> Taken:
    try:
        samples = tuple(sampler.sample(context))
    except NoData as nothing:
        return Taken((), tuple(Gap(one, nothing.kind, nothing.reason.localised) for one in sampler.about.metrics), None)
    return Taken(samples, tuple(context.gaps), context.cursor)


def one_sample(context: Context) -> list[Sample]:
    return [Sample("pressure_permille", 3, context.now_ms)]


def counting(context: Context) -> list[Sample]:
    """One sample, and the number of the run as the cursor."""
    context.advance(str(int(context.cursor or 0) + 1))
    return one_sample(context)


def only_here(context: Context) -> list[Sample]:
    """A cursor alone."""
    context.advance("here")
    return []


def nothing(_context: Context) -> list[Sample]:
    raise NoData(NO_SYSTEMD)


class FullDisk:
    """The spool on a disk that is full at first."""

    def __init__(self, spool: Spool) -> None:
        self.full = True
        self.cursor = spool.cursor
        self._spool = spool

    def add_all(self, runs: Sequence[Run]) -> None:
        self._refuse()
        self._spool.add_all(runs)

    def set_gaps(self, gaps: list[Gap]) -> None:
        self._refuse()
        self._spool.set_gaps(gaps)

    def _refuse(self) -> None:
        if self.full:
            raise SpoolError("spool.failing.full", path="spool.db")
