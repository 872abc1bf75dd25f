"""What crashed or hung on this laptop? Each once, also what happened while the agent was off.

The first run of all takes the crashes of the last 14 days, the time over which reliability is scored, and labels
them ``seen=first run``: the hours in use that belong to them were not measured, so no rate can be made of them.
"""

from collections.abc import Iterable

from barometer_agent.alike import thinned
from barometer_agent.events import Happened, Read, follow
from barometer_agent.sampler import About, Context, Sampler
from barometer_agent.sources import crashes
from barometer_agent.sources.crashes import Crash
from barometer_shared.samples import Sample

# Of one application, crashing in one way, per run. Scoring counts at most ten per application and day (as Intune does).
MOST_ALIKE = 10


def create(read: Read[Crash] = crashes.read) -> Sampler:
    """The sampler over this system's records of crashes."""
    return AppReliability(read)


class AppReliability:
    """Its cursor is a position in the records."""

    name = "app_reliability"
    every = 300.0
    about = About(
        question_en="What crashed or stopped responding on this laptop?",
        question_nl="Wat is er op deze laptop gecrasht of vastgelopen?",
        metrics=("app_crash", "app_hang"),
        while_in_use=False,
    )

    def __init__(self, read: Read[Crash]) -> None:
        self._read = read

    def sample(self, context: Context) -> Iterable[Sample]:
        """One sample per crash or hang since the previous run. Raises NoData where they cannot be read."""
        told = thinned(follow(self._read, context), lambda one: _way(one.event), MOST_ALIKE)
        return [_sample(one, more) for one, more in told]


def _way(crash: Crash) -> tuple[str, str, bool]:
    return crash.application, crash.kind, crash.hang


def _sample(one: Happened[Crash], also: dict[str, str]) -> Sample:
    crash = one.event
    told = {_cause(crash.kind): crash.kind, "version": crash.version, "seen": "first run" if one.first_look else ""}
    labels = {name: text for name, text in told.items() if text} | also
    metric = "app_hang" if crash.hang else "app_crash"
    return Sample(metric, 1, one.at_ms, subject=crash.application, labels=labels)


def _cause(kind: str) -> str:
    if kind.startswith("0x"):
        return "exception"
    return "signal" if kind.lower().startswith("sig") else "kind"
