"""HTTP/1.1 as far as a laptop of a fleet at work speaks it: the bytes of a request, and what is said in a reply.

By hand, because a client library takes three times as long for a request as the collector does.
"""

from dataclasses import dataclass

import msgspec

from barometer_shared.protocol import BATCHES_PATH, SENT_AT_HEADER, BatchReceipt

_MOST_HEAD_BYTES = 16 << 10
_MOST_BODY_BYTES = 1 << 20
_END = b"\r\n\r\n"
_RECEIPT = msgspec.json.Decoder(BatchReceipt)


class BrokenReplyError(Exception):
    """What came back is no reply that a laptop of a simulated fleet understands."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply. ``closes``: nothing more may be sent over that connection."""

    status: int
    retry_after: float | None
    body: bytes
    closes: bool


@dataclass(frozen=True, slots=True)
class Requests:
    """Makes requests to one collector, behind ``host`` (with its port) and ``prefix``, the path before the API's."""

    host: str
    prefix: str = ""

    def batch(self, key: bytes, body: bytes, now_ms: int) -> bytes:
        """The request that hands in the gzipped ``body`` by the key ``DEVICE_ID.SECRET``."""
        head = (
            f"POST {self.prefix}{BATCHES_PATH} HTTP/1.1\r\nHost: {self.host}\r\n"
            f"Authorization: Bearer {key.decode()}\r\n"
            "Content-Type: application/json\r\nContent-Encoding: gzip\r\n"
            f"{SENT_AT_HEADER}: {now_ms}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def read_reply(data: bytes) -> tuple[Reply, int] | None:
    """The first reply in ``data`` and how many bytes it took; None until all of it is there. Raises BrokenReplyError.

    Only what tells its length is understood; a collector always does.
    """
    end = data.find(_END)
    if end < 0:
        if len(data) > _MOST_HEAD_BYTES:
            raise BrokenReplyError(f"{len(data)} bytes without an end of the headers")
        return None
    head = data[:end].lower()
    if not head.startswith(b"http/1.") or not head[9:12].isdigit():
        raise BrokenReplyError("no status line of HTTP/1.1")
    status = int(head[9:12])
    length = 0 if status in (204, 304) else _length(head)
    stop = end + len(_END) + length
    if len(data) < stop:
        return None
    waits = _header(head, b"retry-after")
    retry_after = float(waits) if waits.isdigit() else None
    closes = _header(head, b"connection") == b"close" or head.startswith(b"http/1.0")
    return Reply(status, retry_after, data[end + len(_END) : stop], closes), stop


def pause_of(reply: Reply, batch: str) -> float | None:
    """Seconds that the receipt of ``batch`` asks to wait; None where the reply acknowledges nothing of that name."""
    if reply.status != 202:
        return None
    try:
        receipt = _RECEIPT.decode(reply.body)
    except msgspec.MsgspecError:
        return None
    return max(0, receipt.pause_ms) / 1000 if receipt.batch == batch else None


def _length(head: bytes) -> int:
    text = _header(head, b"content-length")
    if not text.isdigit() or int(text) > _MOST_BODY_BYTES:
        raise BrokenReplyError(f"content-length {text.decode('latin-1')!r}: expected at most {_MOST_BODY_BYTES}")
    return int(text)


def _header(head: bytes, name: bytes) -> bytes:
    """The value of a header in a lower-case ``head``; empty where it is not there."""
    at = head.find(b"\r\n" + name + b":")
    if at < 0:
        return b""
    begin = at + len(name) + 3
    end = head.find(b"\r\n", begin)
    return (head[begin:] if end < 0 else head[begin:end]).strip()
