"""What came back, and who speaks in it."""

from datetime import UTC, datetime

import msgspec
import pytest

from barometer_agent.uplink.replies import Reply, is_of_collector, problem, read_config, read_receipt, skew_ms
from barometer_shared.protocol import COLLECTOR_PROBLEM, PROBLEM_TYPE, BatchReceipt, DeviceConfig, Problem
from barometer_shared.questions import OpenQuestion

NOON_MS = int(datetime(2026, 11, 21, 12, 0, tzinfo=UTC).timestamp() * 1000)
RECEIPT = BatchReceipt("a" * 32, 3, 0, "v7")


def told(status: int, kind: str = COLLECTOR_PROBLEM) -> Reply:
    return Reply(status, {"content-type": PROBLEM_TYPE}, msgspec.json.encode(Problem("No", status, kind)))


def page(status: int) -> Reply:
    return Reply(status, {"content-type": "text/html"}, b"<html>Welcome to the hotel</html>")


def test_the_collector_is_told_from_whoever_stands_on_the_way() -> None:
    receipt, config = msgspec.json.encode(RECEIPT), msgspec.json.encode(DeviceConfig("v1", 60))
    ours = (Reply(202, {}, receipt), told(503), told(401), Reply(200, {}, config))
    assert is_of_collector(Reply(304, {}, b""), '"v1"')
    assert not is_of_collector(Reply(304, {}, b""))
    assert all(is_of_collector(reply) for reply in ours)
    assert not any(is_of_collector(page(status)) for status in (200, 202, 302, 401, 407, 413, 503))


@pytest.mark.parametrize("kind", ["about:blank", "", "https://gateway.test/no", f"{COLLECTOR_PROBLEM}s"])
def test_a_problem_of_another_type_is_no_word_of_the_collector(kind: str) -> None:
    assert problem(told(400, COLLECTOR_PROBLEM)) == Problem("No", 400, COLLECTOR_PROBLEM)
    assert problem(told(400, kind)) is None
    assert not is_of_collector(told(400, kind))


def test_a_problem_says_so_in_its_content_type() -> None:
    assert problem(Reply(400, {"content-type": "application/json"}, told(400).body)) is None


def test_a_receipt_comes_with_its_status_alone() -> None:
    body = msgspec.json.encode(RECEIPT)
    assert read_receipt(Reply(202, {}, body)) == RECEIPT
    assert read_receipt(Reply(200, {}, body)) is None


def test_questions_of_an_unknown_type_are_left_out_and_the_rest_holds(pulse: OpenQuestion) -> None:
    known = msgspec.json.decode(msgspec.json.encode(pulse))
    strange = {**known, "campaign": "strange", "question": {"type": "hologram", "text": {"en": "?"}}}
    body = msgspec.json.encode({"version": "v2", "interval_seconds": 60, "questions": [strange, known], "new": 1})
    config = read_config(body)
    assert config is not None
    assert config.questions == [pulse]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"version": "v", "interval_seconds": 1}', b"\xff"])
def test_what_is_no_configuration_is_none(body: bytes) -> None:
    assert read_config(body) is None


def test_a_reply_that_is_nested_without_end_is_no_word_of_a_collector() -> None:
    deep = b'{"version":"1","interval_seconds":300,"batch":"b","x":' + b"[" * 5000 + b"]" * 5000 + b"}"
    assert read_config(deep) is None
    assert not is_of_collector(Reply(200, {}, deep))
    assert not is_of_collector(Reply(202, {}, deep))


def test_the_skew_is_the_devices_clock_minus_the_servers() -> None:
    reply = Reply(200, {"date": "Sat, 21 Nov 2026 12:00:00 GMT"}, b"")
    assert skew_ms(reply, NOON_MS + 5_500) == 5_000
    assert skew_ms(Reply(200, {}, b""), 0) is None
    assert skew_ms(Reply(200, {"date": "soon"}, b""), 0) is None


def test_a_configuration_that_would_make_a_scanner_of_the_fleet_is_not_followed() -> None:
    targets = [{"name": f"t{number}", "url": f"http://10.0.0.{number}"} for number in range(21)]
    told = {"version": "v", "interval_seconds": 300, "targets": targets}
    assert read_config(msgspec.json.encode(told)) is None
    assert read_config(msgspec.json.encode({**told, "targets": targets[:20]})) is not None
