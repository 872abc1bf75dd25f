"""Counting in buckets, and what must hold of every row of the catalogue."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_shared.metrics import (
    BUCKETS,
    METRICS,
    METRICS_BY_CODE,
    Better,
    DataClass,
    Kind,
    Metric,
    Subject,
    agent,
    boot,
    device,
    network,
    reliability,
)
from barometer_shared.metrics.catalogue import thousandths
from barometer_shared.samples import Sample

ROWS = (*boot.ROWS, *network.ROWS, *reliability.ROWS, *device.ROWS, *agent.ROWS)
SUFFIXES = {
    "ms": "_ms",
    "us": "_us",
    "s": "_seconds",
    "min": "_minutes",
    "permille": "_permille",
    "ppm": "_ppm",
    "thousandths": "_milli",
    "dBm": "_dbm",
    "KiB": "_kib",
    "B": "_bytes",
    "count": "",
}
metrics = st.sampled_from(ROWS)
values = st.integers(-(2**53), 2**53)
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


@given(metrics, values)
def test_a_value_lies_between_the_edges_of_its_bucket(metric: Metric, value: int) -> None:
    bucket = metric.bucket(value)
    assert 0 <= bucket < BUCKETS
    assert value >= metric.edges[bucket] or bucket == 0
    assert bucket == BUCKETS - 1 or value < metric.edges[bucket + 1]


@given(metrics, values, values)
def test_a_larger_value_never_counts_in_an_earlier_bucket(metric: Metric, one: int, other: int) -> None:
    assert metric.bucket(min(one, other)) <= metric.bucket(max(one, other))


@given(metrics, st.integers(0, BUCKETS - 1))
def test_an_edge_counts_in_the_bucket_that_it_opens(metric: Metric, bucket: int) -> None:
    assert metric.bucket(metric.edges[bucket]) == bucket


def test_no_two_rows_share_a_name_or_a_code() -> None:
    assert len(METRICS) == len(METRICS_BY_CODE) == len(ROWS)


@each_row
def test_a_row_has_twelve_rising_edges(row: Metric) -> None:
    assert len(row.edges) == BUCKETS
    assert list(row.edges) == sorted(set(row.edges))


@each_row
def test_every_bucket_can_hold_a_believable_value_or_the_metric_only_counts(row: Metric) -> None:
    believable = {row.bucket(row.minimum), row.bucket(row.maximum)}
    assert row.minimum <= row.maximum
    assert believable == {0, BUCKETS - 1} or row.unit == "count"


@each_row
def test_a_name_ends_in_its_unit_where_it_has_one(row: Metric) -> None:
    suffix = SUFFIXES[row.unit]
    assert re.fullmatch(r"[a-z][a-z0-9_]{2,63}", row.name)
    assert row.name.endswith(suffix)


@each_row
def test_a_name_fits_in_a_sample(row: Metric) -> None:
    assert Sample(metric=row.name, value=row.minimum, at=0).metric == row.name
    assert len(row.name) <= 64


@each_row
def test_a_row_is_explained_in_dutch_and_in_english(row: Metric) -> None:
    for meaning in (row.nl, row.en):
        assert meaning.title
        assert not meaning.title.endswith(".")
        assert meaning.sentence.endswith(".")
    assert row.nl.sentence != row.en.sentence


@each_row
def test_another_language_gets_the_english_text(row: Metric) -> None:
    assert row.meaning("nl") is row.nl
    assert row.meaning("fr") is row.en


@each_row
def test_how_much_somebody_works_leaves_the_laptop_only_as_a_sum(row: Metric) -> None:
    assert row.data_class is not DataClass.USAGE or row.kind is Kind.SUM


@each_row
def test_a_row_that_names_applications_says_so_in_its_data_class(row: Metric) -> None:
    assert (row.subject is Subject.APPLICATION) == (row.data_class is DataClass.SOFTWARE)


@each_row
def test_what_is_measured_many_times_has_a_better_side(row: Metric) -> None:
    assert row.kind is not Kind.GAUGE or row.better is not Better.NEITHER


def test_thousandths_are_whole_numbers() -> None:
    assert thousandths(0, 0.5, 1, 1.8) == (0, 500, 1000, 1800)
