"""What a collector meets when 100,000 agents come back after an outage of hours, each with a backlog.

    python3 run.py bench storm

Simulated: the agent's waits and the collector's rule are the real ones, the seconds are not. "Before" is a fleet whose
collector asks nobody to pause and sends whom it refuses back within 20 seconds.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks._storm import Course, Plan, Storm

BEFORE = {"pause": lambda _waited, _waiting: 0, "retry": lambda draw: round(2 + 18 * draw), "is_long": lambda *_: False}
DISKS = {"as measured": 3.0e-6, "half as fast": 6.0e-6}
MINUTES = 5


def main() -> None:
    """Print the courses: requests a second over time, and what they add up to."""
    for disk, seconds in DISKS.items():
        for name, rules in (("before", BEFORE), ("after", {})):
            plan = Plan(sample_seconds=seconds, seconds=10_800.0, **rules)
            course = Storm(plan).run()
            print(f"{name}, a collector {disk}: {plan.agents:,} agents, {plan.backlog} x {plan.samples:,} samples each")
            print(f"  requests a second, mean of each {MINUTES} minutes: {' '.join(over_time(course))}")
            for line in figures(course, plan):
                print(f"  {line}")


def over_time(course: Course) -> list[str]:
    """The mean of each few minutes until the last backlog ended."""
    last = int(course.drained(1.0)) + 1
    span = 60 * MINUTES
    parts = [course.requests[start : min(start + span, last)] for start in range(0, last, span)]
    return [f"{sum(part) / len(part):.0f}" for part in parts]


def figures(course: Course, plan: Plan) -> list[str]:
    """What a person wants to know of it."""
    mean = sum(course.requests) / course.drained(1.0)
    done = f"{len(course.ended):,} of {plan.agents:,}"
    return [
        f"peak / mean: {course.peak} / {mean:.0f} requests a second",
        f"refused and sent again: {course.refused:,} of {sum(course.requests):,} requests",
        f"stored, and sent again because the receipt came too late: {course.unheard:,}",
        f"backlogs handed in: {done}; half after {course.drained(0.5):,.0f} s, all after {course.drained(1.0):,.0f} s",
        f"wait for a receipt: p50 {course.waited(0.5):.2f} s, p99 {course.waited(0.99):.2f} s, at most"
        f" {course.waited(1.0):.2f} s; an agent gives up after 15 s",
        f"longest queue: {course.longest_queue:,} batches",
    ]


if __name__ == "__main__":
    main()
