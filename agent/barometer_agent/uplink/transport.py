"""HTTP to the collector: one client, one TLS context, and replies of bounded size."""

import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from ipaddress import ip_address
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from barometer_agent import __version__
from barometer_agent.config import Config
from barometer_agent.uplink.verdict import Reply

TIMEOUT_SECONDS = 15.0
BODY_SECONDS = 60.0  # for a whole body: bytes that drip in keep within any timeout between two of them
MAX_REPLY_BYTES = 1 << 20


class UnreachableError(Exception):
    """No reply at all; says why, without addresses."""


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
        self._clock = clock
        self._client = httpx.Client(
            base_url=server,
            verify=tls_context(server, config),
            proxy=config.proxy,
            trust_env=not on_this_machine(server),  # a proxy of the environment cannot reach our loopback
            timeout=httpx.Timeout(TIMEOUT_SECONDS, connect=10.0),
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=30),
            headers={"User-Agent": f"barometer-agent/{__version__}", "Accept-Encoding": "identity"},
            transport=inner,
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
        return self._exchange("POST", path, body, headers)

    def _exchange(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        try:
            with self._client.stream(method, path, content=body, headers=dict(headers)) as response:
                response.headers.pop("Content-Encoding", None)  # of whoever folds what nobody asked to be folded
                return Reply(response.status_code, _headers(response), self._body(response.iter_bytes()))
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, UnicodeError) as error:
            raise UnreachableError(_reason(error)) from error

    def _body(self, parts: Iterable[bytes]) -> bytes:
        body = bytearray()
        deadline = self._clock() + BODY_SECONDS
        for part in parts:
            body += part
            if len(body) >= MAX_REPLY_BYTES:
                break
            if self._clock() > deadline:
                raise UnreachableError(f"the reply was not whole within {BODY_SECONDS:g} s")
        return bytes(body[:MAX_REPLY_BYTES])


def tls_context(server: str, config: Config) -> ssl.SSLContext:
    """Trusts ``ca_file`` where it is set, else what the system trusts; nothing where no TLS is spoken."""
    if config.ca_file is not None:
        return ssl.create_default_context(cafile=str(config.ca_file))
    if server.startswith("https://"):
        import truststore

        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def on_this_machine(server: str) -> bool:
    """Whether the server is on loopback, as in the demo."""
    host = urlsplit(server).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _headers(response: httpx.Response) -> Mapping[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
