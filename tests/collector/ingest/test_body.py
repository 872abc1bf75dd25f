"""Bodies within their limits."""

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator

import pytest

from barometer_collector.ingest.body import Budget, OverloadError, decompress, read_body
from barometer_collector.ingest.envelope import UnreadableError
from barometer_shared.protocol import MAX_BODY_BYTES, MAX_DECODED_BYTES

_MIB = 1 << 20


class Stream:
    """Chunks that count how many were asked for."""

    def __init__(self, *chunks: bytes) -> None:
        self.chunks, self.taken = chunks, 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self.chunks:
            self.taken += 1
            yield chunk


def _read(stream: Stream, announced: str | None = None, budget: Budget | None = None) -> bytes:
    return asyncio.run(read_body(aiter(stream), announced, budget or Budget()))


def test_a_body_is_put_together_from_its_chunks() -> None:
    assert _read(Stream(b"ab", b"", b"cd"), "4") == b"abcd"


@pytest.mark.parametrize("announced", [str(MAX_BODY_BYTES + 1), "9" * 400])
def test_a_body_announced_too_large_is_refused_before_a_byte_of_it_is_read(announced: str) -> None:
    stream = Stream(b"ab")
    with pytest.raises(UnreadableError) as caught:
        _read(stream, announced)
    assert (caught.value.status, stream.taken) == (413, 0)


@pytest.mark.parametrize("announced", [None, "1", "no number"])
def test_a_body_that_streams_in_too_large_is_cut_off_at_the_limit(announced: str | None) -> None:
    stream = Stream(*[b"x" * 65_536] * 100)
    with pytest.raises(UnreadableError) as caught:
        _read(stream, announced)
    assert caught.value.status == 413
    assert stream.taken == MAX_BODY_BYTES // 65_536 + 1


def test_bodies_that_come_in_together_share_what_may_be_held() -> None:
    budget = Budget(10)
    budget.hold(8)
    with pytest.raises(OverloadError):
        _read(Stream(b"abc"), None, budget)
    budget.hold(-8)
    assert [_read(Stream(b"abcdefgh", b"ij"), None, budget) for _ in range(3)] == [b"abcdefghij"] * 3


@pytest.mark.parametrize("encoding", ["gzip", " GZip "])
def test_gzip_is_taken_by_its_header(encoding: str) -> None:
    assert decompress(gzip.compress(b"{}"), encoding) == b"{}"


@pytest.mark.parametrize("encoding", ["", "identity"])
def test_a_plain_body_stays_as_it_is(encoding: str) -> None:
    assert decompress(b"{}", encoding) == b"{}"


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "\x00"])
def test_another_encoding_is_415(encoding: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        decompress(b"{}", encoding)
    assert (caught.value.status, caught.value.field) == (415, "Content-Encoding")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        gzip.compress(b"{}")[:-1],
        gzip.compress(b"{}") + b"x",
        zlib.compress(b"{}"),
        gzip.compress(b"{}" * 99)[:20],
    ],
    ids=["empty", "plain", "cut short", "something behind it", "deflate", "half"],
)
def test_broken_gzip_is_400(body: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        decompress(body, "gzip")
    assert caught.value.status == 400


def test_a_bomb_is_413_and_takes_no_more_memory_than_the_limit() -> None:
    bomb = gzip.compress(bytes(256 * _MIB), 9)
    assert len(bomb) < MAX_BODY_BYTES
    tracemalloc.start()
    with pytest.raises(UnreadableError) as caught:
        decompress(bomb, "gzip")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.status == 413
    assert peak < MAX_DECODED_BYTES + 8 * _MIB


def test_a_body_of_exactly_the_limit_is_taken() -> None:
    assert len(decompress(gzip.compress(bytes(MAX_DECODED_BYTES)), "gzip")) == MAX_DECODED_BYTES
