"""Can everybody here be shown a question?"""

from collections.abc import Callable, Iterable

from barometer_agent.sampler import About, Context, NoData, Reason, Sampler
from barometer_shared.samples import Sample

_METRIC = "agent_unreached_people"
_NOBODY = NoData(
    Reason(
        "no icon runs: nobody with a desktop has been signed in for an hour",
        "er draait geen pictogram: een uur lang is niemand met een bureaublad aangemeld",
    )
)


def create(unreached: Callable[[], int | None] | None = None) -> Sampler:
    """The sampler over ``unreached``: how many people can be shown nothing, None where no icon told."""
    return Reached(unreached or (lambda: None))


class Reached:
    """Tells what the icons found out about their desktops."""

    name = "reach"
    every = 3600.0
    about = About(
        question_en="Can everybody here be shown a question?",
        question_nl="Kan iedereen hier een vraag te zien krijgen?",
        metrics=(_METRIC,),
        while_in_use=False,
    )

    def __init__(self, unreached: Callable[[], int | None]) -> None:
        self._unreached = unreached

    def sample(self, context: Context) -> Iterable[Sample]:
        """The number of people, which is rarely more than one."""
        people = self._unreached()
        if people is None:
            raise _NOBODY
        return [Sample(_METRIC, people, context.now_ms)]
