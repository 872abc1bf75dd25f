"""What a simulated laptop says of a day: believable, in the catalogue, and the same when asked again."""

from statistics import mean

from barometer_collector.ingest.rules import Clock, wrong_with_sample
from barometer_collector.simulation.fleet import make_fleet
from barometer_collector.simulation.workday import DAY_MS, simulate
from barometer_shared.metrics import METRICS
from barometer_shared.protocol import MAX_BATCH_SAMPLES
from barometer_shared.questions import Faces, FacesAnswer, OpenQuestion

ASKED = OpenQuestion("pulse", Faces({"en": "?"}), {}, {}, 1)
_MONDAY = 20_416  # 24 November 2025
_FLEET = make_fleet(60, 1)


def test_a_day_is_the_same_whenever_it_is_asked() -> None:
    assert simulate(_FLEET[0], _MONDAY, 1, ASKED) == simulate(_FLEET[0], _MONDAY, 1, ASKED)


def test_nobody_works_in_the_weekend() -> None:
    for day in (_MONDAY + 5, _MONDAY + 6):
        assert all(not simulate(laptop, day, 1, ASKED).samples for laptop in _FLEET)
    assert any(simulate(laptop, _MONDAY, 1, ASKED).samples for laptop in _FLEET)


def test_every_value_is_believable_and_of_that_local_day() -> None:
    for laptop in _FLEET:
        workday = simulate(laptop, _MONDAY, 1, ASKED)
        assert len(workday.samples) < MAX_BATCH_SAMPLES
        for sample in workday.samples:
            metric = METRICS[sample.metric]
            assert metric.minimum <= sample.value <= metric.maximum, sample
            assert (sample.at + laptop.utc_offset_minutes * 60_000) // DAY_MS == _MONDAY, sample


def test_only_windows_tells_of_exe_files_and_exceptions() -> None:
    crashes = [
        (laptop.agent.platform, sample)
        for laptop in _FLEET
        for day in range(_MONDAY, _MONDAY + 28)
        for sample in simulate(laptop, day, 1, ASKED).samples
        if sample.metric == "app_crash"
    ]
    assert {platform for platform, _ in crashes} == {"windows", "macos", "linux"}
    for platform, sample in crashes:
        assert sample.subject.endswith(".exe") is (platform == "windows"), sample
        assert set(sample.labels) == {"exception" if platform == "windows" else "signal"}, sample


def test_the_far_away_team_has_the_slower_network() -> None:
    def round_trip(team: str) -> float:
        return mean(laptop.round_trip_ms for laptop in make_fleet(400, 1) if laptop.team.name == team)

    assert round_trip("Customer contact") > 2 * round_trip("Finance")


def test_people_with_fine_machines_can_be_unhappy() -> None:
    def faces(team: str) -> float:
        values = [
            answer.response.value
            for laptop in make_fleet(150, 1)
            if laptop.team.name == team
            for day in range(_MONDAY, _MONDAY + 28)
            for answer in simulate(laptop, day, 1, ASKED).answers
            if isinstance(answer.response, FacesAnswer)
        ]
        return mean(values)

    assert faces("Front desk") < faces("Engineering") - 0.7


def test_the_collector_takes_every_sample_in() -> None:
    for laptop in _FLEET:
        for day in range(_MONDAY, _MONDAY + 28, 5):
            now = (day + 1) * DAY_MS
            clock = Clock(now, 0, laptop.utc_offset_minutes * 60_000)
            for sample in simulate(laptop, day, 1, ASKED).samples:
                assert wrong_with_sample(sample, clock) is None, sample
