"""How often and when a question may come by itself."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from barometer_agent.prompting.facts import MOST_ASK_LESS, Occasion


@dataclass(frozen=True)
class Rules:
    """The rules of this laptop; a policy makes them stricter and never looser (see ``policy``)."""

    never: bool = False
    anonymous_only: bool = False  # of the questions only those are asked whose answers are nobody's
    most: int = 2
    window: timedelta = timedelta(days=30)
    apart: timedelta = timedelta(days=7)
    begins: time = time(9)
    ends: time = time(17)
    weekdays: frozenset[int] = frozenset(range(5))  # Monday is 0
    after_session_start: timedelta = timedelta(hours=1)
    new_device: timedelta = timedelta(days=30)
    not_now: timedelta = timedelta(hours=12)
    most_not_now: int = 2
    active_within: timedelta = timedelta(minutes=2)
    battery_percent: int = 10
    after_ticket: timedelta = timedelta(hours=24)
    fresh: timedelta = timedelta(days=4)  # after it, nobody is asked about an event any more

    def slowed(self, distance: timedelta, ask_less: int) -> timedelta:
        """``distance`` for somebody who chose ``ask_less`` so many times."""
        return distance * (1 << max(0, min(ask_less, MOST_ASK_LESS)))

    def is_open(self, now: datetime) -> bool:
        """Whether ``now`` (local) is within working hours."""
        return now.weekday() in self.weekdays and self.begins <= now.time() < self.ends

    def opens_next(self, now: datetime) -> datetime | None:
        """When working hours next begin after ``now`` (local); None where there are none at all."""
        if not self.weekdays or self.begins >= self.ends:
            return None
        today = datetime.combine(now.date(), self.begins, now.tzinfo)
        days = (today + timedelta(days=ahead) for ahead in range(8))
        return next(day for day in days if day > now and day.weekday() in self.weekdays)

    def waits(self, occasion: str) -> timedelta:
        """How long after an event the question about it may come."""
        return self.after_ticket if occasion == Occasion.TICKET else timedelta()
