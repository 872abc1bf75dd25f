"""What a reply means."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.uplink.cause import Cause
from barometer_agent.uplink.replies import Reply
from barometer_agent.uplink.verdict import (
    Accepted,
    Halve,
    Later,
    Refused,
    Unchanged,
    Unknown,
    Unusable,
    judge_batch,
    judge_config,
)
from barometer_shared.protocol import (
    COLLECTOR_PROBLEM,
    PROBLEM_TYPE,
    BatchReceipt,
    DeviceConfig,
    Problem,
    Target,
)
from barometer_shared.questions import OpenQuestion

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BATCH = "a" * 32
RECEIPT = msgspec.json.encode(BatchReceipt(BATCH, 3, 0, "v7"))


def told(status: int, title: str = "No") -> Reply:
    """A problem of a collector."""
    return problem(Problem(title, status, COLLECTOR_PROBLEM))


def problem(told: Problem) -> Reply:
    return Reply(told.status, {"content-type": PROBLEM_TYPE}, msgspec.json.encode(told))


def page(status: int, **headers: str) -> Reply:
    return Reply(status, {"content-type": "text/html", **headers}, b"<html>Welcome to the hotel</html>")


def test_only_a_receipt_that_names_the_batch_is_an_acknowledgement() -> None:
    assert judge_batch(Reply(202, {}, RECEIPT), BATCH, NOW) == Accepted("v7")
    assert isinstance(judge_batch(Reply(202, {}, RECEIPT), "b" * 32, NOW), Later)
    assert isinstance(judge_batch(Reply(200, {}, RECEIPT), BATCH, NOW), Later)


# What others say in the words of RFC 9457: none of it is of the collector's type.
strangers_problems = st.builds(
    Problem, st.text(max_size=9), st.integers(100, 599), st.sampled_from(["about:blank", "", "https://gateway.test/no"])
).map(msgspec.json.encode)


@given(
    st.integers(100, 599),
    st.one_of(st.binary(max_size=80), strangers_problems),
    st.sampled_from(["text/html", "application/json", "", PROBLEM_TYPE]),
)
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


def test_a_server_that_asks_for_time_gets_it() -> None:
    judged = judge_batch(page(503, **{"retry-after": "120"}), BATCH, NOW)
    assert isinstance(judged, Later)
    assert judged.after_seconds == 120


def test_a_configuration_is_read_and_a_page_is_not(pulse: OpenQuestion) -> None:
    config = DeviceConfig("v1", 60, [Target("intranet", "https://intranet.test")], [pulse])
    assert judge_config(Reply(200, {}, msgspec.json.encode(config)), NOW) == config
    assert judge_config(Reply(304, {}, b""), NOW, '"v1"') == Unchanged()
    assert isinstance(judge_config(Reply(304, {}, b""), NOW), Later)
    assert isinstance(judge_config(page(200), NOW), Unusable)
    assert isinstance(judge_config(page(404), NOW), Unusable)
    assert isinstance(judge_config(told(422), NOW), Unusable)
    assert isinstance(judge_config(told(401), NOW), Unknown)
    assert isinstance(judge_config(page(503), NOW), Later)
