"""Nothing longer than it may be is ever held."""

import asyncio
from typing import Any

import pytest
from starlette.requests import Request

from barometer_collector.ballots.requests import MOST_BYTES, body_of
from barometer_collector.errors import ProblemError
from barometer_shared.anonymous import BALLOT_BYTES

TOO_LONG = 413


def read(*chunks: bytes) -> tuple[bytes | None, int]:
    """The body, None where it was refused, and how many of its chunks were asked for."""
    waiting = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})
    count = len(waiting)

    async def receive() -> Any:
        return waiting.pop(0)

    try:
        body = asyncio.run(body_of(Request({"type": "http", "method": "POST", "headers": []}, receive)))
    except ProblemError as error:
        return None if error.problem.status == TOO_LONG else b"another problem", count - len(waiting)
    return body, count - len(waiting)


@pytest.mark.parametrize("chunks", [(), (b"a",), (b"a" * 4_000, b"b" * 96)])
def test_a_body_comes_as_it_was_sent(chunks: tuple[bytes, ...]) -> None:
    assert read(*chunks)[0] == b"".join(chunks)


def test_a_longer_one_is_read_no_further_than_it_must() -> None:
    assert read(b"a" * 4_096, b"b", b"c" * 1_000_000) == (None, 2)


def test_a_ballot_is_as_long_as_a_body_may_be() -> None:
    assert MOST_BYTES == BALLOT_BYTES
