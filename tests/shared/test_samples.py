"""A batch says the same after its journey, and the envelope refuses what it must."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_shared.samples import AgentFacts, Batch, Gap, GapKind, Sample

FACTS = AgentFacts(version="0.1.0", platform="linux", os="Debian GNU/Linux 12")
BATCH = Batch(id="0f" * 16, month="2026-11", sealed_at=1, utc_offset_minutes=60, boot_id="b", agent=FACTS)

moments = st.integers(0, 9_999_999_999_999)
samples = st.builds(
    Sample,
    metric=st.from_regex(r"[a-z_]{1,64}", fullmatch=True),
    value=st.integers(-(2**63), 2**63 - 1),
    at=moments,
    subject=st.text(max_size=120),
    labels=st.dictionaries(st.text(min_size=1, max_size=64), st.text(max_size=120), max_size=3),
    failed=st.booleans(),
)


@given(st.lists(samples, max_size=5), moments, st.none() | st.integers(-(2**40), 2**40))
def test_a_batch_says_the_same_after_its_journey(taken: list[Sample], sealed_at: int, skew_ms: int | None) -> None:
    sent = msgspec.structs.replace(BATCH, samples=taken, sealed_at=sealed_at, skew_ms=skew_ms)
    assert msgspec.json.decode(msgspec.json.encode(sent), type=Batch) == sent


@given(samples)
def test_encoding_the_same_sample_again_gives_the_same_bytes(sample: Sample) -> None:
    encoded = msgspec.json.encode(sample)
    assert msgspec.json.encode(msgspec.json.decode(encoded, type=Sample)) == encoded


def test_no_gaps_known_is_something_else_than_no_gaps_at_all() -> None:
    silent, none = (msgspec.json.encode(msgspec.structs.replace(BATCH, gaps=gaps)) for gaps in (None, []))
    assert msgspec.json.decode(silent, type=Batch).gaps is None
    assert msgspec.json.decode(none, type=Batch).gaps == []


def test_a_gap_carries_kind_and_reason_in_each_language() -> None:
    reason = {"en": "this machine has no battery", "nl": "dit apparaat heeft geen accu"}
    gap = Gap("battery_capacity_permille", GapKind.NOT_APPLICABLE, reason)
    decoded = msgspec.json.decode(msgspec.json.encode(msgspec.structs.replace(BATCH, gaps=[gap])), type=Batch)
    assert decoded.gaps == [gap]


@pytest.mark.parametrize(
    "reason",
    [
        "this machine has no battery",
        {},
        {"en": "x" * 301},
        {"en": 5},
        {"EN": "no battery"},
        {"": "no battery"},
        {"e\n": "no battery"},
        {f"x{letter}": "no battery" for letter in "abcdefghi"},
    ],
)
def test_a_reason_is_a_few_short_texts_by_language(reason: object) -> None:
    with pytest.raises(msgspec.ValidationError, match=r"\$\.reason"):
        msgspec.convert({"metric": "boot_ms", "kind": "no_data", "reason": reason}, Gap)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "0F" * 16),
        ("id", "short"),
        ("month", "2026-13"),
        ("month", "26-11"),
        ("sealed_at", -1),
        ("sealed_at", 10_000_000_000_000),
        ("utc_offset_minutes", 901),
        ("parent", "x" * 32),
        ("dropped", {"dns_us": 0}),
        ("samples", None),
        ("agent", {}),
    ],
)
def test_a_broken_envelope_is_refused_and_the_field_is_named(field: str, value: Any) -> None:
    envelope = {**msgspec.to_builtins(BATCH), field: value}
    with pytest.raises(msgspec.ValidationError, match=rf"\$\.{field}"):
        msgspec.convert(envelope, Batch)


@pytest.mark.parametrize("value", [1.5, "1", True, None])
def test_a_value_that_is_no_whole_number_is_refused(value: object) -> None:
    with pytest.raises(msgspec.ValidationError, match=r"\$\.value"):
        msgspec.convert({"metric": "boot_ms", "value": value, "at": 1}, Sample)
