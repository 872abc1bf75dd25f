from datetime import UTC, datetime

from barometer_agent.sampler import Context
from barometer_agent.samplers import sign_in
from barometer_agent.sources.records import Records
from barometer_agent.sources.sign_ins import SignIn
from barometer_shared.samples import Sample

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOW_MS = 1_795_262_400_000


def run(*found: SignIn) -> list[Sample]:
    return list(sign_in.create(lambda cursor, since_us: Records(found, "a")).sample(Context(NOW)))


def test_a_sign_in_is_told_with_its_parts_and_never_with_who_it_was() -> None:
    found = SignIn(NOW_MS * 1000, 12_345_678, {"profile": 2_000_000, "desktop": 10_345_678})
    assert run(found) == [
        Sample("sign_in_ms", 12_345, NOW_MS),
        Sample("sign_in_phase_ms", 2_000, NOW_MS, "profile"),
        Sample("sign_in_phase_ms", 10_345, NOW_MS, "desktop"),
    ]


def test_one_of_which_the_end_is_not_known_has_parts_and_no_total() -> None:
    assert run(SignIn(NOW_MS * 1000, None, {"profile": 2_000_000})) == [
        Sample("sign_in_phase_ms", 2_000, NOW_MS, "profile")
    ]


def test_each_sign_in_is_told() -> None:
    found = [SignIn(NOW_MS * 1000 - number, 1_000_000) for number in range(3)]
    assert [sample.metric for sample in run(*found)] == ["sign_in_ms"] * 3


def test_one_faster_than_a_millisecond_still_took_time() -> None:
    assert run(SignIn(NOW_MS * 1000, 400))[0].value == 1
