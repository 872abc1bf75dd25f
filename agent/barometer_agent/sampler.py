"""What a sampler is: one question about the laptop, asked at a pace, answered with samples or NoData.

A sampler does the maths only. What it knows of the laptop comes from ``sources``; when to run, where the
samples go and what happens when it fails is the runner's business.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol, TypeVar

from barometer_shared.protocol import Target
from barometer_shared.questions import Localised
from barometer_shared.samples import MAX_REASON, Gap, GapKind, Sample

Read = TypeVar("Read")


class Reason(NamedTuple):
    """Why there is nothing: a short sentence for IT in each language of the product. Paths and values stand in both."""

    en: str
    nl: str

    @property
    def localised(self) -> Localised:
        """As a gap carries it; what a program said may be long, so it is cut to what the wire takes."""
        return {language: text[:MAX_REASON] for language, text in self._asdict().items()}


class NoData(Exception):  # noqa: N818 - having nothing to say is not an error
    """This laptop gives nothing for these metrics: never a zero, never a guess.

    ``kind`` says whether it does not apply to the laptop (``NOT_APPLICABLE``: it leaves the weights) or has
    nothing at the moment (``NO_DATA``: it lowers the coverage). Raise it when the whole sampler has nothing;
    report it through ``Context.gap`` when only some of its metrics have none.
    """

    def __init__(self, reason: Reason, kind: GapKind = GapKind.NO_DATA) -> None:
        super().__init__(reason.en)
        self.reason = reason
        self.kind = kind


class Context:
    """What a sampler may know at one run, and where it leaves its cursor and its partial gaps.

    ``now`` is aware UTC. ``cursor`` is what the previous run left with ``advance``; it enters the spool in the
    same transaction as the samples, so that an event is neither lost nor sent twice. ``lost`` is why records of this
    run's log may be missing since ``lost_since_ms``, said once, when that was found out.
    """

    def __init__(self, now: datetime, targets: tuple[Target, ...] = (), cursor: str | None = None) -> None:
        self.now = now
        self.targets = targets
        self.cursor = cursor
        self.gaps: list[Gap] = []
        self.lost: Reason | None = None
        self.lost_since_ms = 0

    @property
    def now_ms(self) -> int:
        """``now`` in milliseconds since 1970 UTC, as samples carry it."""
        return int(self.now.timestamp() * 1000)

    def advance(self, cursor: str) -> None:
        """Remember ``cursor`` for the next run, if the samples of this run are spooled."""
        self.cursor = cursor

    def gap(self, metric: str, reason: Reason, kind: GapKind = GapKind.NO_DATA) -> None:
        """Say that ``metric`` has nothing this time while others of the same sampler have."""
        self.gaps.append(Gap(metric, kind, reason.localised))

    def ask(self, read: Callable[[], Read], *metrics: str) -> Read | None:
        """What ``read`` gives; None where it has nothing, which is then a gap of each of ``metrics``."""
        try:
            return read()
        except NoData as nothing:
            for metric in metrics:
                self.gap(metric, nothing.reason, nothing.kind)
            return None


@dataclass(frozen=True)
class About:
    """What a person is told of a sampler: ``barometer-agent samplers`` and the documentation show it."""

    question_en: str  # "How long does this laptop take to start?"
    question_nl: str
    metrics: tuple[str, ...]  # the names of the catalogue that it can give
    while_in_use: bool = True  # samples that count for a score are taken while the laptop is in use
    uses_network: bool = False  # spared on battery saver and where each megabyte is paid for


class Sampler(Protocol):
    """One file in ``samplers/``, found by its factory ``create()``; no list to be edited."""

    @property
    def name(self) -> str: ...

    @property
    def every(self) -> float:
        """Seconds between two runs."""
        ...

    @property
    def about(self) -> About: ...

    def sample(self, context: Context) -> Iterable[Sample]:
        """The samples of this moment. Raises NoData where there is nothing."""
        ...
