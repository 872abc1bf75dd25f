"""HTTP to the collector: one connection, and replies of bounded size within bounded time."""

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import urlsplit

import httpcore

from barometer_agent import __version__
from barometer_agent.config import Config
from barometer_agent.sources.certificates import Trust
from barometer_agent.sources.proxy import proxy_of, without_password
from barometer_agent.uplink.cause import Cause, of_error, reason
from barometer_agent.uplink.connection import Connection
from barometer_agent.uplink.deadline import MOST_READS, Deadline
from barometer_agent.uplink.replies import Reply

TIMEOUT_SECONDS = 15.0  # of silence
CONNECT_SECONDS = 10.0
EXCHANGE_SECONDS = 90.0  # from the first byte that is sent to the last that comes back
MAX_REPLY_BYTES = 1 << 20

_FAILURES = (
    httpcore.ConnectionNotAvailable,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
    OSError,  # ssl.SSLError among them
    ValueError,  # an address that cannot be, UnicodeError among them
)
_TIMEOUTS = {"connect": CONNECT_SECONDS, "read": TIMEOUT_SECONDS, "write": TIMEOUT_SECONDS, "pool": TIMEOUT_SECONDS}


class UnreachableError(Exception):
    """No reply at all; its text is that of ``cause.reason``."""


class Way(Protocol):
    """What a request takes: a connection, or whatever stands in for one."""

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Raises httpcore's errors and OSError."""

    def close(self) -> None:
        """Let go of what is held."""


class Transport:
    """Speaks to one server. Redirects are not followed: a key belongs to the server it was given by.

    Replies are asked for as they are and never decompressed: a kilobyte may unfold to gigabytes. They are cut at
    ``most_bytes``.
    """

    def __init__(
        self,
        server: str,
        config: Config,
        inner: Way | None = None,
        clock: Callable[[], float] = time.monotonic,
        trust: Trust | None = None,
        seconds: float = EXCHANGE_SECONDS,
        most_bytes: int = MAX_REPLY_BYTES,
    ) -> None:
        self.server = server
        self.sent_bytes = 0  # bodies, since the start
        self._config = config
        self._most_bytes = most_bytes
        self._is_played = inner is not None
        self._deadline = Deadline(seconds, clock)
        self._way = inner or Connection(server, config, self._deadline, trust)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._way.close()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Reply:
        """Raises UnreachableError."""
        return self._exchange("GET", path, None, headers or {})

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Raises UnreachableError."""
        self.sent_bytes += len(body)
        return self._exchange("POST", path, body, headers)

    def _exchange(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        self._deadline.begin()
        try:
            with closing(self._way.handle_request(_request(self.server, method, path, body, headers))) as response:
                self._deadline.replied()
                return Reply(response.status, _headers(response), self._body(response.iter_stream()))
        except _FAILURES as error:
            raise UnreachableError(self._why(error)) from error

    def _body(self, parts: Iterable[bytes]) -> bytes:
        body = bytearray()
        for number, part in enumerate(parts):
            if number >= MOST_READS:  # chunks of a byte each come by thousands in one read
                raise httpcore.RemoteProtocolError(f"the reply came in more than {MOST_READS} pieces")
            body += part
            if len(body) >= self._most_bytes:
                break
            self._deadline.left()
        return bytes(body[: self._most_bytes])

    def _why(self, error: Exception) -> str:
        if isinstance(error, httpcore.ProxyError) and "407" in str(error):
            return reason(Cause.PROXY_PASSWORD, error)
        proxy = None if self._is_played else proxy_of(self.server, self._config.proxy)
        return of_error(error, without_password(proxy) if proxy else None)


def _request(server: str, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> httpcore.Request:
    """Raises ValueError for an address that cannot be, UnicodeError where its name cannot be written in DNS."""
    there = urlsplit(server)
    host = (there.hostname or "").encode("idna")
    own = {
        "Host": _authority(host.decode("ascii"), there.port),
        "User-Agent": f"barometer-agent/{__version__}",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        **({} if body is None else {"Content-Length": str(len(body))}),
    }
    return httpcore.Request(
        method,
        httpcore.URL(scheme=there.scheme.encode(), host=host, port=there.port, target=path.encode("ascii")),
        headers=[(name.encode("latin-1"), value.encode("latin-1")) for name, value in {**own, **headers}.items()],
        content=body,
        extensions={"timeout": _TIMEOUTS},
    )


def _authority(host: str, port: int | None) -> str:
    name = f"[{host}]" if ":" in host else host
    return name if port is None else f"{name}:{port}"


def _headers(response: httpcore.Response) -> Mapping[str, str]:
    """By names in lower case; what was told more than once is told in one line (RFC 9110, 5.3)."""
    told: dict[str, str] = {}
    for name, value in response.headers:
        known, text = name.decode("latin-1").lower(), value.decode("latin-1")
        told[known] = f"{told[known]}, {text}" if known in told else text
    return told
