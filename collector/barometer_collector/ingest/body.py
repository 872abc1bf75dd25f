"""Bodies within their limits, whatever arrives: nothing larger than allowed is ever held in memory."""

import zlib
from collections.abc import AsyncIterator

from barometer_collector.ingest.envelope import UnreadableError
from barometer_shared.protocol import MAX_BODY_BYTES, MAX_DECODED_BYTES

_GZIP = 16 + zlib.MAX_WBITS
_TOO_LARGE = 413


async def read_body(chunks: AsyncIterator[bytes], announced: str | None) -> bytes:
    """The body as sent. UnreadableError 413 above ``MAX_BODY_BYTES``, as announced or as it streams in."""
    if announced is not None and announced.isdigit() and (len(announced) > 18 or int(announced) > MAX_BODY_BYTES):
        raise _too_large("body", MAX_BODY_BYTES)
    parts: list[bytes] = []
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > MAX_BODY_BYTES:
            raise _too_large("body", MAX_BODY_BYTES)
        parts.append(chunk)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def decompress(body: bytes, encoding: str) -> bytes:
    """The body as meant. UnreadableError 413 above ``MAX_DECODED_BYTES``, 400 for broken gzip, 415 for others."""
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return body
    if name != "gzip":
        raise UnreadableError(415, "Content-Encoding", "gzip or identity")
    reader = zlib.decompressobj(_GZIP)
    try:
        content = reader.decompress(body, MAX_DECODED_BYTES + 1)
    except zlib.error as error:
        raise UnreadableError(400, "body", "whole gzip data, as Content-Encoding says") from error
    if len(content) > MAX_DECODED_BYTES:
        raise _too_large("decompressed body", MAX_DECODED_BYTES)
    if not reader.eof or reader.unused_data:
        raise UnreadableError(400, "body", "whole gzip data, as Content-Encoding says")
    return content


def _too_large(what: str, limit: int) -> UnreadableError:
    return UnreadableError(_TOO_LARGE, what, f"at most {limit} bytes")
