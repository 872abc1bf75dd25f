"""How did this system end and start again: did it crash or lose power, or did somebody restart it?

As with crashes of applications, what the first run of all finds is labelled ``seen=first run``.
"""

from collections.abc import Iterable

from barometer_agent.events import Happened, Read, follow
from barometer_agent.sampler import About, Context, Sampler
from barometer_agent.sources import restarts
from barometer_agent.sources.restarts import CRASHES, Restart
from barometer_shared.samples import Sample


def create(read: Read[Restart] = restarts.read) -> Sampler:
    """The sampler over what this system recorded of its own ends."""
    return OsReliability(read)


class OsReliability:
    """Its cursor is a position in the records."""

    name = "os_reliability"
    every = 3600.0  # it only changes with a start, and then it is asked at once
    about = About(
        question_en="How often did the system itself crash or restart, and why?",
        question_nl="Hoe vaak liep het systeem zelf vast of startte het opnieuw, en waarom?",
        metrics=("os_crash", "os_restart"),
        while_in_use=False,
    )

    def __init__(self, read: Read[Restart]) -> None:
        self._read = read

    def sample(self, context: Context) -> Iterable[Sample]:
        """One ``os_crash`` or ``os_restart`` per end of a boot. Raises NoData where nothing records them."""
        return [_sample(one) for one in follow(self._read, context)]


def _sample(one: Happened[Restart]) -> Sample:
    restart = one.event
    told = {"reason": restart.reason, "code": restart.detail, "seen": "first run" if one.first_look else ""}
    metric = "os_crash" if restart.reason in CRASHES else "os_restart"
    return Sample(metric, 1, one.at_ms, labels={name: text for name, text in told.items() if text})
