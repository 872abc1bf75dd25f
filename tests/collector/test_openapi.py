"""What OpenAPI says of bodies that are read and written raw."""

import msgspec
import pytest
from jsonschema import Draft202012Validator

from barometer_collector.openapi import inline_schema, json_answer, json_body, problems
from barometer_shared.protocol import BatchReceipt, EnrolmentRequest, Problem
from barometer_shared.samples import Batch
from tests.collector.laptops import batch, sample


@pytest.mark.parametrize("kind", [Batch, EnrolmentRequest, BatchReceipt, Problem])
def test_a_schema_stands_on_its_own(kind: type) -> None:
    schema = inline_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert "$ref" not in msgspec.json.encode(schema).decode()


def test_a_schema_takes_what_the_wire_takes_and_nothing_else() -> None:
    schema = Draft202012Validator(inline_schema(Batch))
    assert schema.is_valid(batch(sample()))
    assert not schema.is_valid(batch(sample(value="fast")))


def test_bodies_and_answers_carry_their_example() -> None:
    assert json_body(Problem, {"a": 1})["requestBody"]["content"]["application/json"]["example"] == {"a": 1}
    answer = json_answer(Problem, "told", {"b": 2}, headers={})
    assert (answer["description"], answer["content"]["application/json"]["example"], answer["headers"]) == (
        "told",
        {"b": 2},
        {},
    )


def test_problems_are_told_by_status() -> None:
    told = problems(s401="unknown", s503="later")
    assert {status: each["description"] for status, each in told.items()} == {401: "unknown", 503: "later"}
    assert all("application/problem+json" in each["content"] for each in told.values())
