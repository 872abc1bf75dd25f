"""HTTP/1.1 as far as a laptop of a fleet at work speaks it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.simulation.live.exchange import BrokenReplyError, Requests, pause_of, read_reply
from tests.collector.simulation.live.small import receipt, refusal

REPLY = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 120\r\nContent-Length: 4\r\n\r\nbusy"


def test_a_request_says_who_sends_what_and_when() -> None:
    request = Requests("collector.test:8600", "/barometer").batch(b"00ff.secret", b"gzipped", 1234)
    head, _, body = request.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /barometer/api/v1/batches HTTP/1.1"
    assert set(lines[1:]) == {
        "Host: collector.test:8600",
        "Authorization: Bearer 00ff.secret",
        "Content-Type: application/json",
        "Content-Encoding: gzip",
        "Barometer-Sent-At: 1234",
        "Content-Length: 7",
    }
    assert body == b"gzipped"


@given(st.integers(0, len(REPLY) - 1))
def test_a_reply_is_read_when_all_of_it_is_there(length: int) -> None:
    assert read_reply(REPLY[:length]) is None


def test_a_reply_is_its_status_its_wait_and_its_body() -> None:
    reply, length = read_reply(REPLY + b"HTTP/1.1") or pytest.fail("nothing was read")
    assert (reply.status, reply.retry_after, reply.body, reply.closes, length) == (
        503,
        120.0,
        b"busy",
        False,
        len(REPLY),
    )


def test_a_server_may_end_the_connection() -> None:
    reply, _ = read_reply(REPLY.replace(b"Retry-After: 120", b"connection: CLOSE")) or pytest.fail("nothing was read")
    assert (reply.closes, reply.retry_after) == (True, None)


def test_a_reply_without_a_body_needs_no_length() -> None:
    reply, length = read_reply(b"HTTP/1.1 304 Not Modified\r\nETag: 1\r\n\r\n") or pytest.fail("nothing was read")
    assert (reply.status, reply.body, length) == (304, b"", 38)


@pytest.mark.parametrize(
    "data",
    [
        b"SSH-2.0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n",
        b"x" * 20_000,
    ],
)
def test_what_is_no_reply_is_not_understood(data: bytes) -> None:
    with pytest.raises(BrokenReplyError):
        read_reply(data)


@given(st.binary(max_size=300))
def test_anything_is_a_reply_or_not_yet_or_not_understood(data: bytes) -> None:
    try:
        found = read_reply(data)
    except BrokenReplyError:
        return
    assert found is None or found[1] <= len(data)


def test_only_a_receipt_of_that_batch_acknowledges_it() -> None:
    name = "ab" * 16
    assert pause_of(receipt(name, 1500), name) == 1.5
    assert pause_of(receipt("cd" * 16), name) is None
    assert pause_of(refusal(202), name) is None
    assert pause_of(refusal(503, 2.0), name) is None
    assert pause_of(replace(receipt(name), status=200), name) is None
