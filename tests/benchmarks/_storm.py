"""A simulated fleet that comes back after an outage, with the agent's own waits and the collector's own rule.

The collector is modelled by what was measured of a real one: a writer that commits a group at a time, and an event loop
that reads the requests. Nothing here waits: simulated seconds pass as fast as they can be counted.
"""

import heapq
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from barometer_agent.uplink.backoff import pause_seconds, wait_seconds
from barometer_collector.ingest import drain

OUTAGE_FAILURES = 40  # in a row, as after hours without a collector
QUEUE = 2_048  # MAX_WAITING_BATCHES of the intake
GROUP_BATCHES, GROUP_SAMPLES = 64, 20_000
ROUND_TRIP = 0.05
GIVES_UP = 15.0  # an agent that has waited this long for its receipt sends the same batch again

Pause = Callable[[float, int], int]
Retry = Callable[[float], int]
Long = Callable[[int, float], bool]
Wait = Callable[[int, float | None, Random], float]


@dataclass(frozen=True)
class Plan:
    """A fleet and a collector. ``backlog`` counts batches of ``samples`` that each agent kept during the outage."""

    agents: int = 100_000
    backlog: int = 4
    samples: int = 2_000
    steady_samples: int = 40
    interval: float = 300.0
    seconds: float = 7_200.0
    commit_seconds: float = 0.005  # of a group, and each of its samples; see benchmarks intake and docs
    sample_seconds: float = 3.0e-6
    request_seconds: float = 0.0004
    pause: Pause = drain.pause_ms
    retry: Retry = drain.retry_seconds
    is_long: Long = drain.is_long
    wait: Wait = wait_seconds


@dataclass
class Course:
    """What happened: requests in each second, seconds each batch waited for its receipt, and when backlogs ended."""

    requests: list[int]
    refused: int = 0
    unheard: int = 0
    waits: list[float] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)
    longest_queue: int = 0

    @property
    def peak(self) -> int:
        return max(self.requests)

    def drained(self, share: float) -> float:
        """When this share of the backlogs had been handed in."""
        return sorted(self.ended)[min(len(self.ended), int(share * len(self.ended))) - 1]

    def waited(self, share: float) -> float:
        """The wait for a receipt that this share of all batches did not exceed."""
        return sorted(self.waits)[int(share * (len(self.waits) - 1))]


class Storm:
    """One run of ``plan``; the same seed gives the same course."""

    def __init__(self, plan: Plan, seed: int = 1) -> None:
        self._plan = plan
        self._random = Random(seed)
        self._backlog = [plan.backlog] * plan.agents
        self._failures = [OUTAGE_FAILURES] * plan.agents
        self._known = [False] * plan.agents  # whether the batch that is sent next is in the ledger already
        self._queue: deque[tuple[float, int]] = deque()
        self._loop_free = self._writer_free = self._batch_seconds = 0.0
        self.course = Course([0] * (int(plan.seconds) + 1))
        self._due = [(self._return(), agent) for agent in range(plan.agents)]
        heapq.heapify(self._due)

    def run(self) -> Course:
        """Until the time is over or everybody has handed in what was kept."""
        while len(self.course.ended) < self._plan.agents:
            writes = bool(self._queue) and max(self._writer_free, self._queue[0][0]) <= self._due[0][0]
            if writes:
                self._commit()
                continue
            now, agent = heapq.heappop(self._due)
            if now >= self._plan.seconds:
                break
            self._receive(now, agent)
        return self.course

    def _return(self) -> float:
        """The first attempt after the outage, of one who tried in vain all through its last hours."""
        at = -7200.0 * self._random.random()
        while at < 0:
            at += self._plan.wait(OUTAGE_FAILURES, None, self._random)
        return at

    def _receive(self, now: float, agent: int) -> None:
        self.course.requests[int(now)] += 1
        self._loop_free = max(self._loop_free, now) + self._plan.request_seconds
        if len(self._queue) >= QUEUE or self._plan.is_long(len(self._queue), self._batch_seconds):
            self.course.refused += 1
            self._failures[agent] += 1
            asked = float(self._plan.retry(self._random.random()))
            self._again(self._loop_free + self._plan.wait(self._failures[agent], asked, self._random), agent)
            return
        self._queue.append((now, agent))
        self.course.longest_queue = max(self.course.longest_queue, len(self._queue))

    def _commit(self) -> None:
        began = max(self._writer_free, self._queue[0][0])
        group: list[tuple[float, int]] = []
        samples = 0
        while self._queue and len(group) < GROUP_BATCHES and samples < GROUP_SAMPLES:
            group.append(self._queue.popleft())
            samples += self._size(group[-1][1])
        self._writer_free = began + self._plan.commit_seconds + samples * self._plan.sample_seconds
        self._batch_seconds = drain.smoothed(self._batch_seconds, self._writer_free - began, len(group))
        for asked_at, agent in group:
            self._acknowledge(asked_at, agent)

    def _size(self, agent: int) -> int:
        """How many samples the batch of this agent brings; none when it was stored before."""
        if self._known[agent]:
            return 0
        return self._plan.samples if self._backlog[agent] else self._plan.steady_samples

    def _acknowledge(self, asked_at: float, agent: int) -> None:
        now = max(self._writer_free, self._loop_free)
        self.course.waits.append(now - asked_at)
        if now - asked_at > GIVES_UP:  # stored, and its receipt not heard
            self.course.unheard += 1
            self._known[agent] = True
            self._failures[agent] += 1
            self._again(now + self._plan.wait(self._failures[agent], None, self._random), agent)
            return
        self._known[agent] = False
        if self._backlog[agent]:
            self._backlog[agent] -= 1
            if not self._backlog[agent]:
                self.course.ended.append(now)
        self._again(now + self._until_next(agent, now - asked_at), agent)

    def _until_next(self, agent: int, waited: float) -> float:
        if not self._backlog[agent]:
            self._failures[agent] = 0
            return self._plan.interval * self._random.uniform(0.9, 1.1)
        asked = self._plan.pause(waited, len(self._queue)) / 1000
        return pause_seconds(asked, self._random) if asked else ROUND_TRIP

    def _again(self, at: float, agent: int) -> None:
        heapq.heappush(self._due, (at, agent))
