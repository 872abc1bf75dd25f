"""What a reply means."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.uplink.cause import Cause
from barometer_agent.uplink.verdict import (
    Accepted,
    Halve,
    Later,
    Refused,
    Reply,
    Unchanged,
    Unknown,
    Unusable,
    is_of_collector,
    judge_batch,
    judge_config,
    read_config,
    skew_ms,
)
from barometer_shared.protocol import PROBLEM_TYPE, BatchReceipt, DeviceConfig, Problem, Target
from barometer_shared.questions import OpenQuestion

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BATCH = "a" * 32
RECEIPT = msgspec.json.encode(BatchReceipt(BATCH, 3, 0, "v7"))


def told(status: int, title: str = "No") -> Reply:
    return Reply(status, {"content-type": PROBLEM_TYPE}, msgspec.json.encode(Problem(title, status)))


def page(status: int, **headers: str) -> Reply:
    return Reply(status, {"content-type": "text/html", **headers}, b"<html>Welcome to the hotel</html>")


def test_only_a_receipt_that_names_the_batch_is_an_acknowledgement() -> None:
    assert judge_batch(Reply(202, {}, RECEIPT), BATCH, NOW) == Accepted("v7")
    assert isinstance(judge_batch(Reply(202, {}, RECEIPT), "b" * 32, NOW), Later)
    assert isinstance(judge_batch(Reply(200, {}, RECEIPT), BATCH, NOW), Later)


@given(st.integers(100, 599), st.binary(max_size=80), st.sampled_from(["text/html", "application/json", ""]))
def test_nobody_but_a_collector_can_take_or_refuse_a_batch(status: int, body: bytes, kind: str) -> None:
    judged = judge_batch(Reply(status, {"content-type": kind}, body), BATCH, NOW)
    assert isinstance(judged, Halve if status == 413 else Later)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (told(401), Unknown),
        (told(403), Unknown),
        (told(400), Refused),
        (told(409), Refused),
        (told(422), Refused),
        (told(404), Later),
        (told(408), Later),
        (told(429), Later),
        (told(500), Later),
        (told(503), Later),
        (told(413), Halve),
        (page(401), Later),
        (page(407), Later),
        (page(302), Later),
        (page(413), Halve),
    ],
)
def test_each_status_has_its_meaning(reply: Reply, kind: type[object]) -> None:
    assert isinstance(judge_batch(reply, BATCH, NOW), kind)


@pytest.mark.parametrize(
    ("reply", "cause"),
    [
        (page(200), Cause.SIGN_IN),
        (page(202), Cause.SIGN_IN),
        (page(302), Cause.SIGN_IN),
        (page(511), Cause.SIGN_IN),
        (page(401), Cause.STRANGER),
        (page(403), Cause.STRANGER),
        (page(404), Cause.STRANGER),
        (page(407), Cause.PROXY_PASSWORD),
        (page(429), Cause.BUSY),
        (page(502), Cause.BUSY),
        (told(503, "The intake is at its limit"), Cause.BUSY),
        (Reply(202, {}, RECEIPT.replace(b"aa", b"bb")), Cause.STRANGER),
    ],
)
def test_each_wait_says_why(reply: Reply, cause: Cause) -> None:
    judged = judge_batch(reply, BATCH, NOW)
    assert isinstance(judged, Later)
    assert judged.reason.startswith(f"{cause}: {reply.status}")


def test_who_says_too_large_is_known() -> None:
    assert judge_batch(told(413), BATCH, NOW) == Halve(told=True)
    assert judge_batch(page(413), BATCH, NOW) == Halve(told=False)


@pytest.mark.parametrize(("asked_ms", "seconds"), [(0, 0.0), (1500, 1.5), (-5, 0.0), (10**12, 300.0)])
def test_the_pause_that_is_asked_for_is_bounded(asked_ms: int, seconds: float) -> None:
    receipt = msgspec.json.encode(BatchReceipt(BATCH, 3, 0, "v7", asked_ms))
    assert judge_batch(Reply(202, {}, receipt), BATCH, NOW) == Accepted("v7", seconds)


def test_the_collector_is_told_from_whoever_stands_on_the_way() -> None:
    config = msgspec.json.encode(DeviceConfig("v1", 60))
    ours = (Reply(202, {}, RECEIPT), told(503), told(401), Reply(200, {}, config), Reply(304, {}, b""))
    assert all(is_of_collector(reply) for reply in ours)
    assert not any(is_of_collector(page(status)) for status in (200, 202, 302, 401, 407, 413, 503))


def test_a_server_that_asks_for_time_gets_it() -> None:
    judged = judge_batch(page(503, **{"retry-after": "120"}), BATCH, NOW)
    assert isinstance(judged, Later)
    assert judged.after_seconds == 120


def test_a_configuration_is_read_and_a_page_is_not(pulse: OpenQuestion) -> None:
    config = DeviceConfig("v1", 60, [Target("intranet", "https://intranet.test")], [pulse])
    assert judge_config(Reply(200, {}, msgspec.json.encode(config)), NOW) == config
    assert judge_config(Reply(304, {}, b""), NOW) == Unchanged()
    assert isinstance(judge_config(page(200), NOW), Unusable)
    assert isinstance(judge_config(page(404), NOW), Unusable)
    assert isinstance(judge_config(told(422), NOW), Unusable)
    assert isinstance(judge_config(told(401), NOW), Unknown)
    assert isinstance(judge_config(page(503), NOW), Later)


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
    assert isinstance(judge_config(Reply(200, {}, deep), NOW), Unusable)
    assert isinstance(judge_batch(Reply(202, {}, deep), "b", NOW), Later)


def test_the_skew_is_the_devices_clock_minus_the_servers() -> None:
    reply = Reply(200, {"date": "Sat, 21 Nov 2026 12:00:00 GMT"}, b"")
    assert skew_ms(reply, int(NOW.timestamp() * 1000) + 5_500) == 5_000
    assert skew_ms(Reply(200, {}, b""), 0) is None
    assert skew_ms(Reply(200, {"date": "soon"}, b""), 0) is None


def test_a_configuration_that_would_make_a_scanner_of_the_fleet_is_not_followed() -> None:
    targets = [{"name": f"t{number}", "url": f"http://10.0.0.{number}"} for number in range(21)]
    told = {"version": "v", "interval_seconds": 300, "targets": targets}
    assert read_config(msgspec.json.encode(told)) is None
    assert read_config(msgspec.json.encode({**told, "targets": targets[:20]})) is not None
