"""HTTP to the collector: one connection, and replies of bounded size within bounded time."""

import time
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Self

import httpcore

from barometer_agent import __version__
from barometer_agent.config import Config
from barometer_agent.sources.proxy import proxy_of, without_password
from barometer_agent.uplink.cause import Cause, of_error, reason
from barometer_agent.uplink.connection import Connection
from barometer_agent.uplink.deadline import MOST_READS, Deadline
from barometer_agent.uplink.http import httpx
from barometer_agent.uplink.replies import Reply

TIMEOUT_SECONDS = 15.0  # of silence
CONNECT_SECONDS = 10.0
EXCHANGE_SECONDS = 90.0  # from the first byte that is sent to the last that comes back
MAX_REPLY_BYTES = 1 << 20

_FAILURES = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpcore.ConnectionNotAvailable,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
    OSError,  # ssl.SSLError among them
    UnicodeError,
)


class UnreachableError(Exception):
    """No reply at all; its text is that of ``cause.reason``."""


class Transport:
    """Speaks to one server. Redirects are not followed: a key belongs to the server it was given by.

    Replies are asked for as they are and never decompressed: a kilobyte may unfold to gigabytes.
    """

    def __init__(
        self,
        server: str,
        config: Config,
        inner: httpx.BaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.server = server
        self.sent_bytes = 0  # bodies, since the start
        self._config = config
        self._is_played = inner is not None
        self._deadline = Deadline(EXCHANGE_SECONDS, clock)
        self._client = httpx.Client(
            base_url=server,
            trust_env=False,
            timeout=httpx.Timeout(TIMEOUT_SECONDS, connect=CONNECT_SECONDS),
            headers={"User-Agent": f"barometer-agent/{__version__}", "Accept-Encoding": "identity"},
            transport=inner or Connection(server, config, self._deadline),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

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
            with self._client.stream(method, path, content=body, headers=dict(headers)) as response:
                self._deadline.replied()
                response.headers.pop("Content-Encoding", None)  # of whoever folds what nobody asked to be folded
                return Reply(response.status_code, _headers(response), self._body(response.iter_bytes()))
        except _FAILURES as error:
            raise UnreachableError(self._why(error)) from error

    def _body(self, parts: Iterable[bytes]) -> bytes:
        body = bytearray()
        for number, part in enumerate(parts):
            if number >= MOST_READS:  # chunks of a byte each come by thousands in one read
                raise httpcore.RemoteProtocolError(f"the reply came in more than {MOST_READS} pieces")
            body += part
            if len(body) >= MAX_REPLY_BYTES:
                break
            self._deadline.left()
        return bytes(body[:MAX_REPLY_BYTES])

    def _why(self, error: Exception) -> str:
        if isinstance(error, httpcore.ProxyError | httpx.ProxyError) and "407" in str(error):
            return reason(Cause.PROXY_PASSWORD, error)
        proxy = None if self._is_played else proxy_of(self.server, self._config.proxy)
        return of_error(error, without_password(proxy) if proxy else None)


def _headers(response: httpx.Response) -> Mapping[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}
