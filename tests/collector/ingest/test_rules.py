"""What may be taken in."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.ingest.rules import (
    DAY_MS,
    Clock,
    clock_of,
    months_of_ledger,
    wrong_with_answer,
    wrong_with_envelope,
    wrong_with_gap,
    wrong_with_sample,
)
from barometer_shared.metrics import METRICS, Subject
from barometer_shared.protocol import LEDGER_DAYS
from barometer_shared.questions import Answer, FacesAnswer, FreeTextAnswer, Sharing
from barometer_shared.samples import Batch, Gap, GapKind, Sample
from tests.collector.laptops import NOON_MS, batch

CLOCK = Clock(NOON_MS, 0, 0)
ANSWER = Answer("a" * 32, "pulse", FacesAnswer(4), NOON_MS, "ada")


def _sample(metric: str = "boot_ms", value: int = 30_000, at: int = NOON_MS, **more: object) -> Sample:
    return msgspec.structs.replace(Sample(metric, value, at), **more)


def _batch(**more: object) -> Batch:
    return msgspec.convert(batch(**more), Batch)


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS.keys())
def test_every_metric_takes_its_own_range_and_nothing_outside_it(metric: object) -> None:
    assert hasattr(metric, "name")
    subject = "" if metric.subject is Subject.NONE else "x"
    for value, good in (
        (metric.minimum, True),
        (metric.maximum, True),
        (metric.minimum - 1, False),
        (metric.maximum + 1, False),
    ):
        broken = wrong_with_sample(_sample(metric.name, value, subject=subject), CLOCK)
        assert (broken is None) is good, value
        assert good or (broken is not None and broken[0] == "value")


@pytest.mark.parametrize(
    ("sample", "field"),
    [
        (_sample("warp_factor"), "metric"),
        (_sample(subject="x"), "subject"),
        (_sample("dns_us", subject=""), "subject"),
        (_sample("dns_us", subject="a\x00b"), "subject"),
        (_sample("dns_us", subject="a\nb"), "subject"),
        (_sample("dns_us", subject="\ud800"), "subject"),
        (_sample("dns_us", subject="a\u2028b"), "subject"),
        (_sample(labels={f"l{n}": "" for n in range(17)}), "labels"),
        (_sample(labels={"version": "1\x07"}), "labels"),
        (_sample(failed=True), "failed"),
        (_sample(value=10**30), "value"),
        (_sample(at=NOON_MS + DAY_MS + 1), "at"),
        (_sample(at=NOON_MS - LEDGER_DAYS * DAY_MS - 1), "at"),
        (_sample(at=0), "at"),
    ],
)
def test_a_sample_that_breaks_a_rule_is_told_which_field(sample: Sample, field: str) -> None:
    broken = wrong_with_sample(sample, CLOCK)
    assert broken is not None
    assert broken[0] == field


@pytest.mark.parametrize(
    "sample",
    [
        _sample(at=NOON_MS + DAY_MS),
        _sample(at=NOON_MS - LEDGER_DAYS * DAY_MS),
        _sample("dns_us", 0, subject="Büro – Zürich", failed=True),
        _sample(labels={f"l{n}": "x" for n in range(16)}),
    ],
)
def test_a_sample_at_the_edge_of_the_rules_is_good(sample: Sample) -> None:
    assert wrong_with_sample(sample, CLOCK) is None


def test_the_skew_the_agent_measured_is_taken_before_that_of_the_request() -> None:
    assert clock_of(_batch(skew_ms=5_000), NOON_MS, NOON_MS + 9_000).corrected(NOON_MS) == NOON_MS - 5_000


def test_without_a_measured_skew_that_of_the_request_is_taken() -> None:
    assert clock_of(_batch(skew_ms=None), NOON_MS, NOON_MS + 9_000).corrected(NOON_MS) == NOON_MS - 9_000


def test_without_any_skew_the_device_is_believed() -> None:
    assert clock_of(_batch(skew_ms=None), NOON_MS, None).corrected(NOON_MS) == NOON_MS


def test_a_device_a_year_ahead_still_gets_good_samples_through() -> None:
    clock = clock_of(_batch(skew_ms=365 * DAY_MS), NOON_MS, None)
    assert wrong_with_sample(_sample(at=NOON_MS + 365 * DAY_MS), clock) is None


@pytest.mark.parametrize(("minutes", "day"), [(0, 20_000), (30, 20_001), (-30, 20_000), (-24 * 60 + 29, 19_999)])
def test_the_day_is_that_of_the_device(minutes: int, day: int) -> None:
    half_an_hour_before_midnight = 20_001 * DAY_MS - 30 * 60_000
    assert Clock(NOON_MS, 0, minutes * 60_000).day(half_an_hour_before_midnight) == day


def test_the_ledger_knows_the_months_of_its_days_and_one_that_may_have_begun() -> None:
    assert months_of_ledger(NOON_MS) == ("2026-10", "2026-11")
    assert months_of_ledger(NOON_MS + 12 * DAY_MS) == ("2026-10", "2026-11", "2026-12")


@given(
    really=st.integers(0, 4 * 10**12),
    skew_ms=st.integers(-(10**12), 10**12),
    offset_minutes=st.integers(-900, 900),
    is_measured=st.booleans(),
    under_way_ms=st.integers(0, DAY_MS),
)
def test_a_moment_and_its_local_day_are_right_whatever_the_device_believes(
    really: int, skew_ms: int, offset_minutes: int, is_measured: bool, under_way_ms: int
) -> None:
    sent = msgspec.convert(
        batch(skew_ms=skew_ms if is_measured else None, utc_offset_minutes=offset_minutes), type=Batch
    )
    now = really + under_way_ms
    clock = clock_of(sent, now, now + skew_ms)
    assert clock.corrected(really + skew_ms) == really
    assert clock.day(really) * DAY_MS <= really + offset_minutes * 60_000 < (clock.day(really) + 1) * DAY_MS


@given(st.integers(0, 40_000))
def test_a_batch_of_this_month_is_always_in_the_ledger(day: int) -> None:
    months = months_of_ledger(day * DAY_MS)
    assert list(months) == sorted(set(months))
    assert 2 <= len(months) <= 3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"month": "2026-09"}, "month"),
        ({"month": "2026-12"}, "month"),
        ({"month": "9999-01"}, "month"),
        ({"skew_ms": 10**14}, "skew_ms"),
        ({"agent": {"version": "1\x00", "platform": "linux", "os": "x"}}, "agent.version"),
        ({"agent": {"version": "1", "platform": "linux", "os": "\x1b[2J"}}, "agent.os"),
        ({"dropped": {"boot_ms": 2**60}}, "dropped"),
        ({"dropped": {"boot\x00": 1}}, "agent.question_types and dropped"),
    ],
)
def test_an_envelope_that_cannot_be_believed_is_refused(change: dict[str, object], field: str) -> None:
    broken = wrong_with_envelope(_batch(**change), months_of_ledger(NOON_MS))
    assert broken is not None
    assert broken[0] == field


def test_a_plain_envelope_is_good() -> None:
    assert wrong_with_envelope(_batch(), months_of_ledger(NOON_MS)) is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sharing": Sharing.ANONYMOUS}, "sharing"),
        ({"account": "a\x00"}, "account"),
        ({"comment": "a\x00"}, "comment"),
        ({"response": FreeTextAnswer("\ud800")}, "comment"),
        ({"at": NOON_MS + 2 * DAY_MS}, "at"),
    ],
)
def test_an_answer_that_breaks_a_rule_is_told_which_field(change: dict[str, object], field: str) -> None:
    broken = wrong_with_answer(msgspec.structs.replace(ANSWER, **change), CLOCK)
    assert broken is not None
    assert broken[0] == field


def test_an_answer_with_lines_and_tabs_is_good() -> None:
    assert wrong_with_answer(msgspec.structs.replace(ANSWER, comment="first\r\n\tsecond"), CLOCK) is None


def test_a_gap_with_control_characters_is_refused() -> None:
    assert wrong_with_gap(Gap("boot_ms", GapKind.NO_DATA, {"en": "no systemd"})) is None
    assert wrong_with_gap(Gap("boot_ms", GapKind.NO_DATA, {"en": "no systemd", "nl": "\x00"})) is not None
    assert wrong_with_gap(Gap("boot_ms", GapKind.NO_DATA, {"en\n": "no systemd"})) is not None
    assert wrong_with_gap(Gap("boot\x00", GapKind.NO_DATA, {"en": "no systemd"})) is not None
