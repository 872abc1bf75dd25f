"""Events that are alike: what happens again each second may not fill the spool."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeVar

Event = TypeVar("Event")


def thinned(
    events: Sequence[Event], way: Callable[[Event], Hashable], most: int
) -> Iterator[tuple[Event, dict[str, str]]]:
    """The first ``most`` events of each ``way``, with their labels.

    The last of them says in ``more`` how many it stands for besides itself, where there were more.
    """
    alike = Counter(map(way, events))
    told: Counter[Hashable] = Counter()
    for event in events:
        own = way(event)
        told[own] += 1
        if told[own] > most:
            continue
        stands_for_others = told[own] == most < alike[own]
        yield event, {"more": str(alike[own] - most)} if stands_for_others else {}
