"""What becomes of each item of a batch before anything is stored."""

import tracemalloc

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.devices.rules import DeviceKey
from barometer_collector.ingest.arrivals import Arrival, Refusal, prepare, refused
from barometer_collector.ingest.decode import decode
from barometer_collector.ingest.rows import StoredRow, stored
from barometer_shared.metrics import METRICS
from tests.collector.laptops import NOON_MS, TODAY, batch, sample

KEY = DeviceKey(7, "hash")


def _arrival(value: dict[str, object], sent_at: int | None = None) -> Arrival:
    return prepare(KEY, decode(msgspec.json.encode(value)), NOON_MS, sent_at)


def _stored(arrival: Arrival) -> list[StoredRow]:
    return [stored(row, arrival.clock.skew_ms, arrival.clock.offset_ms) for row in arrival.rows]


def _answer(**change: object) -> dict[str, object]:
    answer = {
        "id": "a" * 32,
        "campaign": "pulse",
        "response": {"type": "faces", "value": 4},
        "at": NOON_MS,
        "account": "ada",
    }
    return {**answer, **change}


def test_a_sample_is_stored_with_its_code_its_moment_its_day_and_its_bucket() -> None:
    arrival = _arrival(batch(sample("dns_us", 1_500, NOON_MS, subject="intranet", labels={"a": "b"}), skew_ms=1_000))
    assert _stored(arrival) == [(10, "intranet", NOON_MS - 1_000, TODAY, 1_500, 0, 1)]
    assert arrival.labels == {0: '{"a":"b"}'}


def test_a_failed_sample_has_no_value_and_no_bucket() -> None:
    arrival = _arrival(batch(sample("dns_us", 77, NOON_MS, subject="intranet", failed=True)))
    assert _stored(arrival) == [(10, "intranet", NOON_MS, TODAY, 0, 1, -1)]


def test_what_breaks_a_rule_becomes_a_fault_with_its_place_and_its_raw_text() -> None:
    arrival = _arrival(batch(sample(), sample("warp", new=1), sample(value=-5)))
    assert len(arrival.rows) == 1
    assert [(fault.item, fault.field) for fault in arrival.faults] == [
        ("samples.1", "samples.1.metric"),
        ("samples.2", "samples.2.value"),
    ]
    assert '"new":1' in arrival.faults[0].raw


def test_answers_keep_their_place_when_one_before_them_is_set_aside() -> None:
    arrival = _arrival(batch(answers=[_answer(sharing="anonymous"), _answer(id="b" * 32)]))
    assert [each.answer.id for each in arrival.answers] == ["b" * 32]
    assert refused(arrival, Refusal(0, "campaign", "a campaign that runs")).item == "answers.1"
    assert [fault.item for fault in arrival.faults] == ["answers.0"]


def test_answers_have_their_moment_and_day_corrected() -> None:
    (answer,) = _arrival(batch(answers=[_answer()], skew_ms=86_400_000)).answers
    assert (answer.at, answer.day) == (NOON_MS - 86_400_000, TODAY - 1)


def test_the_last_gap_of_a_metric_holds() -> None:
    gaps = [{"metric": "boot_ms", "kind": kind, "reason": {"en": "x"}} for kind in ("no_data", "not_applicable")]
    arrival = _arrival(batch(gaps=gaps))
    assert [(gap.metric, gap.kind) for gap in arrival.gaps or ()] == [("boot_ms", "not_applicable")]


def test_no_word_about_gaps_is_not_no_gaps() -> None:
    assert _arrival(batch()).gaps is None
    assert _arrival(batch(gaps=[])).gaps == []


@given(st.sampled_from(list(METRICS.values())), st.data())
def test_the_bucket_is_the_one_of_the_catalogue(metric: object, data: st.DataObject) -> None:
    value = data.draw(st.integers(metric.minimum, metric.maximum))
    subject = "x" if metric.subject.value else ""
    ((code, _, _, _, kept, failed, bucket),) = _stored(_arrival(batch(sample(metric.name, value, subject=subject))))
    assert (code, kept, failed) == (metric.code, value, 0)
    assert 0 <= bucket < 12
    assert bucket == 0 or metric.edges[bucket] <= value
    assert bucket == 11 or value < metric.edges[bucket + 1]


def test_a_batch_that_waits_is_about_as_large_as_it_says() -> None:
    values = [sample("dns_us", 1_500 + n, NOON_MS + n, subject=f"target {n}") for n in range(2_000)]
    body = msgspec.json.encode(batch(*values))
    prepare(KEY, decode(body), NOON_MS, None)  # what is known of these subjects stays, whatever waits
    tracemalloc.start()
    arrival = prepare(KEY, decode(bytes(bytearray(body))), NOON_MS, None)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(arrival.rows) == 2_000
    assert held < arrival.size * 1.3
