"""What is told about a batch whose types are wrong."""

import msgspec
import pytest

from barometer_collector.ingest.envelope import RawBatch, split_message
from barometer_shared.samples import Batch, Gap, GapKind, Sample
from tests.collector.laptops import batch, sample


@pytest.mark.parametrize(
    ("change", "field", "rule"),
    [
        ({"id": 1}, "id", "Expected `str`, got `int`"),
        ({"samples": [sample(), sample(value="x")]}, "samples.1.value", "Expected `int`, got `str`"),
        ({"agent": {"version": "1"}}, "agent.platform", "Object missing required field `platform`"),
        ({"dropped": {"boot_ms": 0}}, "dropped", "Expected `int` >= 1"),
    ],
)
def test_field_and_rule_are_read_from_the_message(change: dict[str, object], field: str, rule: str) -> None:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode(msgspec.json.encode(batch(**change)), type=Batch)
    assert split_message(caught.value) == (field, rule)


def test_the_raw_batch_has_every_field_of_a_batch() -> None:
    assert RawBatch.__struct_fields__ == Batch.__struct_fields__


def test_a_raw_batch_becomes_the_same_batch_with_the_items_it_is_given() -> None:
    content = msgspec.json.encode(batch(parent="f" * 32, dropped={"boot_ms": 2}, gaps=[]))
    items = [Sample("boot_ms", 1, 2)], [], [Gap("sign_in_ms", GapKind.NO_DATA, {"en": "no"})]
    made = msgspec.json.decode(content, type=RawBatch).typed(*items)
    expected = msgspec.structs.replace(msgspec.json.decode(content, type=Batch), samples=items[0], gaps=items[2])
    assert made == expected
