"""From bytes to a batch: what is wrong is set aside, what is right is kept."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.ingest.decode import MAX_LENIENT_BYTES, decode, decode_item, raw_item
from barometer_collector.ingest.envelope import Fault, Reading, UnreadableError
from barometer_shared.samples import Batch
from tests.collector.laptops import batch, sample

WRONG: dict[str, Any] = {
    "text for a number": sample(value="fast"),
    "a fraction": sample(value=1.5),
    "no metric": {"value": 1, "at": 2},
    "a negative moment": sample(at=-1),
    "a list": [],
    "nothing": None,
    "not a number": sample(value=float("nan")),
    "infinite": sample(value=float("-inf")),
    "labels of numbers": sample(labels={"unit": 5}),
    "a long subject": sample(subject="x" * 121),
}


def _bytes(value: Any) -> bytes:
    return json.dumps(value).encode()


def _refusal(body: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        decode(body)
    return caught.value


def test_a_good_batch_is_read_as_it_is() -> None:
    body = _bytes(batch(sample(), sample(at=5)))
    reading = decode(body)
    assert reading.batch == msgspec.json.decode(body, type=Batch)
    assert (list(reading.sample_numbers), reading.faults) == ([0, 1], [])


def test_unknown_fields_are_ignored_everywhere() -> None:
    reading = decode(_bytes(batch(sample(colour="red"), mood="good")))
    assert [each.metric for each in reading.batch.samples] == ["boot_ms"]


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_one_wrong_sample_is_set_aside_raw_and_the_others_are_kept(wrong: Any) -> None:
    reading = decode(_bytes(batch(sample(at=1), wrong, sample(at=3))))
    assert [each.at for each in reading.batch.samples] == [1, 3]
    assert list(reading.sample_numbers) == [0, 2]
    (fault,) = reading.faults
    assert fault.item == "samples.1"
    assert fault.field.startswith("samples.1")
    assert fault.rule
    assert str(json.loads(fault.raw)) == str(wrong)


def test_a_wrong_answer_and_a_wrong_gap_are_set_aside_as_well() -> None:
    reading = decode(
        _bytes(batch(sample(), answers=[{"id": 5}], gaps=[{"metric": "boot_ms", "kind": "odd", "reason": ""}]))
    )
    assert [fault.item for fault in reading.faults] == ["answers.0", "gaps.0"]
    assert reading.batch.gaps == []


def test_a_gap_whose_reason_is_a_bare_text_is_set_aside_and_the_rest_is_kept() -> None:
    gaps = [
        {"metric": "boot_ms", "kind": "no_data", "reason": "no systemd"},
        {"metric": "dns_us", "kind": "no_data", "reason": {"en": "no network", "nl": "geen netwerk"}},
    ]
    reading = decode(_bytes(batch(sample(), gaps=gaps)))
    assert [(fault.item, fault.field) for fault in reading.faults] == [("gaps.0", "gaps.0.reason")]
    assert [gap.metric for gap in reading.batch.gaps or ()] == ["dns_us"]
    assert len(reading.batch.samples) == 1
    assert len(reading.batch.samples) == 1


def test_an_answer_of_a_type_that_is_not_known_yet_is_set_aside() -> None:
    answer = {"id": "a" * 32, "campaign": "pulse", "response": {"type": "hologram"}, "at": 1, "account": "ada"}
    (fault,) = decode(_bytes(batch(answers=[answer]))).faults
    assert fault.field == "answers.0.response.type"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        (b"", 400, "body"),
        (b"{", 400, "body"),
        (b"\xff\xfe", 400, "body"),
        (b'{"id": "\xff"}', 400, "body"),
        (b"[]", 422, "body"),
        (b"NaN", 422, "body"),
        (b'"' + b"x" * 50 + b'"', 422, "body"),
        (b"[" * 100_000, 422, "body"),
        (b'{"x":' + b"[" * 100_000, 400, "body"),
        (_bytes(batch(id="short")), 422, "id"),
        (_bytes(batch(month="2026-13")), 422, "month"),
        (_bytes(batch(samples={})), 422, "samples"),
        (_bytes(batch(agent=None)), 422, "agent"),
        (_bytes(batch(sample(value=float("nan")), sealed_at="now")), 422, "sealed_at"),
        (_bytes(batch(samples={}, padding=float("nan"))), 422, "samples"),
        (_bytes(batch(skew_ms=float("nan"))), 422, "skew_ms"),
        (b'{"id": ' + b"9" * 5000 + b"NaN}", 422, "id"),
        (b'{"padding": NaN, "id": ' + b"9" * 5000 + b"}", 400, "body"),
    ],
)
def test_what_cannot_be_read_at_all_names_field_and_rule(body: bytes, status: int, field: str) -> None:
    error = _refusal(body)
    assert (error.status, error.field) == (status, field)
    assert error.rule


def test_a_large_body_with_nan_is_refused_instead_of_read_at_twenty_times_its_size() -> None:
    body = _bytes(batch(sample(value=float("nan")), padding="x" * MAX_LENIENT_BYTES))
    assert _refusal(body).status == 400


def test_a_lone_surrogate_never_comes_out_as_text_that_cannot_be_stored() -> None:
    body = _bytes(batch(sample(subject="\ud800"), sample(value=float("nan"))))
    reading = decode(body)
    assert raw_item(reading, "samples.0").isascii()


def test_the_raw_text_of_an_item_keeps_fields_that_are_not_known() -> None:
    reading = decode(
        b'{"samples": [{"metric": "warp", "value": 1, "at": 2, "new": [1,  2]}],'
        + _bytes(batch())[1:].replace(b'"samples": [], ', b"").replace(b', "samples": []', b"")
    )
    assert raw_item(reading, "samples.0") == '{"metric": "warp", "value": 1, "at": 2, "new": [1,  2]}'


def test_an_item_is_read_again_from_its_raw_text() -> None:
    assert decode_item("samples.3", '{"metric": "boot_ms", "value": 1, "at": 2}').value == 1
    for raw in ('{"metric": "boot_ms"', '{"metric": 5}', '{"value": NaN}'):
        assert isinstance(decode_item("samples.3", raw), Fault)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*batch(), "x"]), inner, max_size=6),
    max_leaves=15,
)


@given(
    st.one_of(
        st.binary(max_size=60),
        _json.map(_bytes),
        st.builds(
            lambda changes: _bytes(batch(**changes)), st.dictionaries(st.sampled_from(list(batch())), _json, max_size=3)
        ),
    )
)
def test_whatever_arrives_is_read_or_refused_with_field_and_rule(body: bytes) -> None:
    outcome = _outcome(body)
    assert isinstance(outcome, Reading) or (outcome.status in (400, 422) and outcome.field and outcome.rule)


def _outcome(body: bytes) -> Reading | UnreadableError:
    try:
        return decode(body)
    except UnreadableError as error:
        return error


@given(
    st.lists(
        st.one_of(st.integers(0, 10**12).map(lambda at: sample(at=at)), st.sampled_from(list(WRONG.values()))),
        max_size=12,
    )
)
def test_every_item_is_either_kept_or_set_aside(items: list[Any]) -> None:
    reading = decode(_bytes(batch(*items)))
    told = [*reading.sample_numbers, *(int(fault.item.partition(".")[2]) for fault in reading.faults)]
    assert sorted(told) == list(range(len(items)))
