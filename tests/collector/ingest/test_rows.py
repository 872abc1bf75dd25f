"""The fast path of the intake gives what the rules give, whatever came before."""

from hypothesis import example, given
from hypothesis import strategies as st

from barometer_collector.ingest import rows as fast
from barometer_collector.ingest.rows import Judged, labels_of, row_of, rows_of
from barometer_collector.ingest.rules import DAY_MS, Clock, wrong_with_sample
from barometer_shared.metrics import METRICS
from barometer_shared.protocol import LEDGER_DAYS
from barometer_shared.samples import Sample
from tests.collector.laptops import NOON_MS

_EARLIEST, _LATEST = NOON_MS - LEDGER_DAYS * DAY_MS, NOON_MS + DAY_MS
_names = st.sampled_from([*METRICS, "warp"])
_subjects = st.sampled_from(["", "intranet", "mail", "a\x07b", "x" * 120])
_labels = st.sampled_from([{}, {}, {"driver": "wifi"}, {"driver": "a\x00b"}, {str(n): "x" for n in range(17)}])
_near = st.sampled_from([0, -1, 1])
_moments = st.builds(lambda moment, by: moment + by, st.sampled_from([_EARLIEST, NOON_MS, _LATEST]), _near)


@st.composite
def _samples(draw: st.DrawFn) -> Sample:
    name = draw(_names)
    metric = METRICS.get(name)
    edges = [metric.minimum, metric.maximum, *metric.edges] if metric else [0]
    value = draw(st.sampled_from(edges)) + draw(_near)
    return Sample(name, value, draw(_moments), draw(_subjects), draw(_labels), draw(st.booleans()))


_clocks = st.builds(
    Clock, st.just(NOON_MS), st.sampled_from([0, 12, -40_000, DAY_MS]), st.sampled_from([0, 3_600_000, -900 * 60_000])
)


def _carefully(samples: list[Sample], clock: Clock) -> Judged:
    broken = [wrong_with_sample(sample, clock) for sample in samples]
    good = [sample for sample, rule in zip(samples, broken, strict=True) if rule is None]
    labels = {place: labels_of(sample) for place, sample in enumerate(good) if sample.labels}
    wrong = [(number, rule) for number, rule in enumerate(broken) if rule is not None]
    return Judged([row_of(sample) for sample in good], labels, wrong)


@given(st.lists(_samples(), max_size=30), _clocks)
@example([Sample("wifi_signal_dbm", -120, NOON_MS), Sample("wifi_signal_dbm", -110, NOON_MS)], Clock(NOON_MS, 0, 0))
def test_known_samples_become_what_the_rules_make_of_them(samples: list[Sample], clock: Clock) -> None:
    expected = _carefully(samples, clock)
    for _ in range(2):  # the second time everything that can be known is
        assert rows_of(samples, range(len(samples)), clock) == expected


@given(st.lists(_samples(), min_size=1, max_size=30), _clocks)
def test_a_sample_is_judged_alike_whatever_stands_beside_it(samples: list[Sample], clock: Clock) -> None:
    together = rows_of(samples, range(len(samples)), clock)
    alone = [rows_of([sample], [number], clock) for number, sample in enumerate(samples)]
    assert [row for each in alone for row in each.rows] == together.rows
    assert [wrong for each in alone for wrong in each.wrong] == together.wrong
    assert [text for each in alone for text in each.labels.values()] == list(together.labels.values())


def test_numbers_are_the_places_in_the_body() -> None:
    samples = [Sample("warp", 1, NOON_MS), Sample("boot_ms", 1, NOON_MS), Sample("boot_ms", 0, NOON_MS)]
    judged = rows_of(samples, [2, 5, 7], Clock(NOON_MS, 0, 0))
    assert len(judged.rows) == 1
    assert [number for number, _ in judged.wrong] == [2, 7]


def test_however_many_subjects_come_only_so_many_are_remembered() -> None:
    clock = Clock(NOON_MS, 0, 0)
    samples = [Sample("dns_us", 5, NOON_MS, f"target {number}") for number in range(10_000)]
    assert len(rows_of(samples, range(len(samples)), clock).rows) == len(samples)
    assert 0 < len(fast._known) <= fast._MOST_KNOWN
