from collections import Counter
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import Context
from barometer_agent.samplers import app_reliability
from barometer_agent.samplers.app_reliability import MOST_ALIKE
from barometer_agent.sources.crashes import Crash
from barometer_agent.sources.records import Records
from barometer_shared.samples import Sample

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOW_MS = 1_795_262_400_000
NOW_US = NOW_MS * 1000
KNOWN = '{"cursor":"a"}'


def run(*crashes: Crash, cursor: str | None = KNOWN) -> tuple[list[Sample], Context]:
    context = Context(NOW, cursor=cursor)
    sampler = app_reliability.create(lambda cursor, since_us: Records(crashes, "b"))
    return list(sampler.sample(context)), context


def test_a_crash_is_told_with_the_applications_name_and_its_signal() -> None:
    samples, context = run(Crash(NOW_US - 5_000, "evolution", "SIGSEGV", "3.46.4"))
    labels = {"signal": "SIGSEGV", "version": "3.46.4"}
    assert samples == [Sample("app_crash", 1, NOW_MS - 5, subject="evolution", labels=labels)]
    assert '"b"' in (context.cursor or "")


def test_a_hang_is_no_crash_and_an_exception_no_signal() -> None:
    samples, _ = run(
        Crash(NOW_US, "winword.exe", "0xc0000005"), Crash(NOW_US, "winword.exe", "", hang=True), Crash(NOW_US, "x", "?")
    )
    assert [(sample.metric, sample.labels) for sample in samples] == [
        ("app_crash", {"exception": "0xc0000005"}),
        ("app_hang", {}),
        ("app_crash", {"kind": "?"}),
    ]


def test_the_first_look_says_so() -> None:
    samples, _ = run(Crash(NOW_US - 1, "evolution", "SIGSEGV"), cursor=None)
    assert [sample.labels["seen"] for sample in samples] == ["first run"]


def test_a_storm_of_crashes_is_told_in_ten_samples_of_which_the_last_stands_for_the_rest() -> None:
    storm = [Crash(NOW_US - 500 + second, "fragile", "SIGABRT") for second in range(500)]
    samples, _ = run(*storm, Crash(NOW_US, "evolution", "SIGSEGV"))
    assert Counter(sample.subject for sample in samples) == {"fragile": 10, "evolution": 1}
    assert [sample.labels.get("more") for sample in samples if "more" in sample.labels] == ["490"]


@given(st.lists(st.sampled_from(["mail", "sheet"]), max_size=60))
def test_what_is_told_and_what_it_stands_for_are_all_crashes(names: list[str]) -> None:
    samples, _ = run(*(Crash(NOW_US, name, "SIGSEGV") for name in names))
    assert len(samples) + sum(int(sample.labels.get("more", 0)) for sample in samples) == len(names)
    assert max(Counter(sample.subject for sample in samples).values(), default=0) <= MOST_ALIKE
