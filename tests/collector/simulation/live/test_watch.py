"""Looks at the collector while a fleet works."""

from dataclasses import dataclass, field
from itertools import count

from barometer_collector.simulation.live.asking import AskingError, StateTold
from barometer_collector.simulation.live.watch import Upcoming, Watch, settle
from tests.eventually import eventually


@dataclass
class Told:
    """A collector whose roll-up is behind by ``lags``, one after the other; it shows a batch at the fourth look."""

    lags: list[float] = field(default_factory=lambda: [3.0])
    away: bool = False
    looks: int = 0

    def state(self) -> StateTold:
        if self.away:
            raise AskingError("away")
        lag = self.lags.pop(0) if len(self.lags) > 1 else self.lags[0]
        return StateTold(int(lag > 0), lag)

    def measured(self, _device: str) -> int:
        if self.away:
            raise AskingError("away")
        self.looks += 1
        return 26 if self.looks > 3 else 0


def watch_of(told: Told, heard: float | None = 5.0) -> Watch:
    upcoming = Upcoming(lambda _moment: (0, "00" * 8), lambda _batch: heard)
    return Watch(told, upcoming, lambda: 7.0, every=0.001, look=0.001)


def test_lags_and_the_age_of_scores_are_seen() -> None:
    watch = watch_of(Told())
    watch.start()
    eventually(lambda: watch.seen.lags and watch.seen.fresh)
    seen = watch.stop()
    assert seen.lags[0] == (7.0, 3.0)
    assert seen.fresh[0] == 2.0
    assert seen.stale == 0


def test_a_score_is_waited_for_until_its_batch_was_acknowledged() -> None:
    told = Told()
    watch = watch_of(told, heard=None)
    watch.start()
    eventually(lambda: len(watch.seen.lags) > 5)
    assert watch.stop().fresh == []
    assert told.looks == 1


def test_a_collector_that_does_not_answer_is_counted() -> None:
    watch = watch_of(Told(away=True))
    watch.start()
    eventually(lambda: watch.seen.unanswered > 2)
    assert watch.stop().lags == []


def test_a_score_that_never_follows_is_told() -> None:
    moments = count(0, 50)
    told = Told()
    told.looks = -1_000
    watch = Watch(
        told,
        Upcoming(lambda _moment: (0, "00" * 8), lambda _batch: 0.0),
        lambda: next(moments),
        every=0.001,
        look=0.001,
    )
    watch.start()
    eventually(lambda: watch.seen.stale)
    assert watch.stop().fresh == []


def test_the_end_is_when_nothing_is_open() -> None:
    waits: list[float] = []
    assert settle(Told([2.0, 1.0, 0.0]), 100.0, waits.append) is not None
    assert len(waits) == 2


def test_what_does_not_end_is_told() -> None:
    assert settle(Told([1.0]), 0.0, lambda _seconds: None) is None
