"""When each sampler runs."""

import threading
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from barometer_agent.schedule import Schedule


@dataclass
class Fake:
    name: str
    every: float = 3600.0
    about: Any = None

    def sample(self, _context: object) -> list[object]:
        return []


def test_every_sampler_runs_soon_after_the_start() -> None:
    seen: list[str] = []
    both = threading.Event()

    def run(sampler: Any) -> None:
        seen.append(sampler.name)
        if len(seen) == 2:
            both.set()

    schedule = Schedule([Fake("first"), Fake("second")], run)
    schedule.start()
    try:
        assert both.wait(10)
        assert seen == ["first", "second"]
    finally:
        schedule.stop(2)


def test_a_sampler_that_is_still_waiting_is_not_queued_twice() -> None:
    running, go_on, seen = threading.Event(), threading.Event(), []

    def run(sampler: Any) -> None:
        seen.append(sampler.name)
        running.set()
        go_on.wait(10)

    slow, other = Fake("slow"), Fake("other")
    schedule = Schedule([], run)
    schedule.start()
    try:
        schedule._enqueue(slow)
        assert running.wait(10)
        for _ in range(5):
            schedule._enqueue(other)
        go_on.set()
    finally:
        schedule.stop(5)
    assert seen == ["slow", "other"]


def test_an_override_only_quickens() -> None:
    schedule = Schedule([], lambda _sampler: None, pace=10)
    assert schedule.pace(Fake("slow", every=3600)) == 10
    assert schedule.pace(Fake("quick", every=5)) == 5
    assert Schedule([], lambda _sampler: None).pace(Fake("own", every=300)) == 300


def test_planning_anew_runs_everything_again() -> None:
    runs = SimpleNamespace(count=0)
    again = threading.Event()

    def run(_sampler: Any) -> None:
        runs.count += 1
        if runs.count == 1:
            schedule.replan()
        else:
            again.set()

    schedule = Schedule([Fake("boot")], run)
    schedule.start()
    try:
        assert again.wait(10)
    finally:
        schedule.stop(2)


def test_stopping_leaves_a_run_that_hangs() -> None:
    running, go_on = threading.Event(), threading.Event()

    def hang(_sampler: Any) -> None:
        running.set()
        go_on.wait(30)

    schedule = Schedule([Fake("hangs")], hang)
    schedule.start()
    assert running.wait(10)
    schedule.stop(0.05)
    go_on.set()
