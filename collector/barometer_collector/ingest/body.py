"""Bodies within their limits, whatever arrives: nothing larger than allowed is ever held in memory."""

import sys
import zlib
from collections.abc import AsyncIterator, Callable
from typing import Protocol

from barometer_collector.ingest.envelope import UnreadableError
from barometer_shared.protocol import MAX_BODY_BYTES, MAX_DECODED_BYTES

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAX_READING_BYTES = 64 << 20  # of all bodies that are coming in at the same time
_GZIP = 16 + zlib.MAX_WBITS
# What is decompressed fits into such a window; a larger one would only be memory that the sender chose.
_ZSTD = {int(zstd.DecompressionParameter.window_log_max): (MAX_DECODED_BYTES - 1).bit_length()}
_TOO_LARGE = 413


class OverloadError(Exception):
    """More is coming in at this moment than may be held."""


class Budget:
    """How many bytes of unfinished bodies are held; on one event loop."""

    def __init__(self, limit: int = MAX_READING_BYTES) -> None:
        self._limit, self._held = limit, 0

    def hold(self, size: int) -> None:
        """Hold ``size`` bytes more (less, when negative). OverloadError above the limit."""
        self._held += size
        if size > 0 and self._held > self._limit:
            raise OverloadError


async def read_body(chunks: AsyncIterator[bytes], announced: str | None, budget: Budget) -> bytes:
    """The body as sent.

    Raises UnreadableError 413 above ``MAX_BODY_BYTES``, as announced or as it streams in, and OverloadError when the
    bodies that are coming in are more than ``budget`` together.
    """
    if announced is not None and announced.isdigit() and (len(announced) > 18 or int(announced) > MAX_BODY_BYTES):
        raise _too_large("body", MAX_BODY_BYTES)
    parts: list[bytes] = []
    size = 0
    try:
        async for chunk in chunks:
            size += len(chunk)
            budget.hold(len(chunk))
            if size > MAX_BODY_BYTES:
                raise _too_large("body", MAX_BODY_BYTES)
            parts.append(chunk)
    finally:
        budget.hold(-size)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def decompress(body: bytes, encoding: str) -> bytes:
    """The body as meant. UnreadableError 413 above ``MAX_DECODED_BYTES``, 400 for broken data, 415 for others."""
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return body
    begin = _DECOMPRESSORS.get(name)
    if begin is None:
        raise UnreadableError(415, "Content-Encoding", "gzip, zstd or identity")
    reader = begin()
    try:
        content = reader.decompress(body, MAX_DECODED_BYTES + 1)
    except (zlib.error, zstd.ZstdError) as error:
        raise _broken(name) from error
    if len(content) > MAX_DECODED_BYTES:
        raise _too_large("decompressed body", MAX_DECODED_BYTES)
    if not reader.eof or reader.unused_data:
        raise _broken(name)
    return content


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


_DECOMPRESSORS: dict[str, Callable[[], _Decompressor]] = {
    "gzip": lambda: zlib.decompressobj(_GZIP),
    "zstd": lambda: zstd.ZstdDecompressor(options=_ZSTD),
}


def _broken(name: str) -> UnreadableError:
    return UnreadableError(400, "body", f"whole {name} data, as Content-Encoding says")


def _too_large(what: str, limit: int) -> UnreadableError:
    return UnreadableError(_TOO_LARGE, what, f"at most {limit} bytes")
