"""Bodies within their limits."""

import asyncio
import gzip
import sys
import tracemalloc
import zlib
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.ingest.body import Budget, OverloadError, decompress, read_body
from barometer_collector.ingest.envelope import UnreadableError
from barometer_shared.protocol import MAX_BODY_BYTES, MAX_DECODED_BYTES

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_MIB = 1 << 20
_PACKERS = {"gzip": gzip.compress, "zstd": zstd.compress}


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


@pytest.mark.parametrize("encoding", ["gzip", " GZip ", "zstd", "ZSTD"])
@given(content=st.binary(max_size=5_000))
def test_an_encoding_is_taken_by_its_header(encoding: str, content: bytes) -> None:
    assert decompress(_PACKERS[encoding.strip().lower()](content), encoding) == content


@pytest.mark.parametrize("encoding", ["", "identity"])
def test_a_plain_body_stays_as_it_is(encoding: str) -> None:
    assert decompress(b"{}", encoding) == b"{}"


@pytest.mark.parametrize("encoding", ["br", "deflate", "gzip, gzip", "gzip, zstd", "\x00"])
def test_another_encoding_is_415(encoding: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        decompress(b"{}", encoding)
    assert (caught.value.status, caught.value.field) == (415, "Content-Encoding")


@pytest.mark.parametrize("encoding", list(_PACKERS))
@pytest.mark.parametrize("fault", ["empty", "plain", "cut short", "something behind it", "deflate", "half", "twice"])
def test_broken_data_is_400(encoding: str, fault: str) -> None:
    whole = _PACKERS[encoding](b"{}" * 99)
    bodies = {
        "empty": b"",
        "plain": b"{}",
        "cut short": whole[:-1],
        "something behind it": whole + b"x",
        "deflate": zlib.compress(b"{}"),
        "half": whole[: len(whole) // 2],
        "twice": whole * 2,
    }
    with pytest.raises(UnreadableError) as caught:
        decompress(bodies[fault], encoding)
    assert (caught.value.status, caught.value.field) == (400, "body")


@pytest.mark.parametrize("encoding", list(_PACKERS))
@given(body=st.binary(max_size=400))
def test_no_data_breaks_the_intake(encoding: str, body: bytes) -> None:
    try:
        decompress(body, encoding)
    except UnreadableError as error:
        assert error.status == 400  # noqa: PT017 - nearly all of it is broken, and only so


@pytest.mark.parametrize("encoding", list(_PACKERS))
def test_a_bomb_is_413_and_takes_no_more_memory_than_the_limit(encoding: str) -> None:
    bomb = _PACKERS[encoding](bytes(64 * _MIB))
    if encoding == "zstd":  # with a window that is small enough, or the window is refused first
        bomb = zstd.compress(bytes(64 * _MIB), options={zstd.CompressionParameter.window_log: 20})
    assert len(bomb) < MAX_BODY_BYTES
    tracemalloc.start()
    with pytest.raises(UnreadableError) as caught:
        decompress(bomb, encoding)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.status == 413
    assert peak < MAX_DECODED_BYTES + 8 * _MIB


def test_a_window_larger_than_what_may_come_out_is_refused() -> None:
    wide = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 27})  # 128 MiB
    body = wide.compress(b"{}") + wide.flush()  # says no size, so that the reader would have to hold the window
    with pytest.raises(UnreadableError) as caught:
        decompress(body, "zstd")
    assert caught.value.status == 400


@pytest.mark.parametrize("encoding", list(_PACKERS))
def test_a_body_of_exactly_the_limit_is_taken(encoding: str) -> None:
    assert len(decompress(_PACKERS[encoding](bytes(MAX_DECODED_BYTES)), encoding)) == MAX_DECODED_BYTES
