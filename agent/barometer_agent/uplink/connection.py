"""The connection to one server: made at the first exchange, with certificates that are read once."""

import ssl
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import httpcore

from barometer_agent.config import Config
from barometer_agent.sources.network import system_trust
from barometer_agent.sources.proxy import proxy_of, without_password
from barometer_agent.uplink.deadline import BoundedBackend, Deadline
from barometer_agent.uplink.http import httpx

# The collector closes an idle connection long before: keeping one from one interval to the next is in vain.
KEPT_SECONDS = 30.0


class Connection(httpx.BaseTransport):
    """One connection at a time. Nothing is loaded or opened before the first exchange.

    The certificates to trust are read anew when the server's could not be verified: an administrator may have put
    right what was missing.
    """

    def __init__(self, server: str, config: Config, deadline: Deadline) -> None:
        self._server = server
        self._config = config
        self._deadline = deadline
        self._pool: httpcore.ConnectionPool | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Raises httpcore's errors and ssl.SSLError."""
        url = request.url
        asked = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        self._pool = self._pool or self._open()
        try:
            reply = self._pool.handle_request(asked)
        except (httpcore.ConnectError, ssl.SSLError) as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                self.close()
            raise
        return httpx.Response(reply.status, headers=reply.headers, stream=_Stream(reply))

    def close(self) -> None:
        """Let go of the connection and the certificates."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def _open(self) -> httpcore.ConnectionPool:
        proxy = proxy_of(self._server, self._config.proxy)
        secured = "https://" in (self._server + (proxy or ""))
        trust = tls_context(self._config) if secured else None
        return httpcore.ConnectionPool(
            ssl_context=trust,
            proxy=_as_proxy(proxy, trust) if proxy else None,
            max_connections=1,
            keepalive_expiry=KEPT_SECONDS,
            network_backend=BoundedBackend(self._deadline),
        )


class _Stream(httpx.SyncByteStream):
    def __init__(self, reply: httpcore.Response) -> None:
        self._reply = reply

    def __iter__(self) -> Iterator[bytes]:
        yield from self._reply.iter_stream()

    def close(self) -> None:
        self._reply.close()


def tls_context(config: Config) -> ssl.SSLContext:
    """Trusts ``ca_file`` where it is set, else what the system trusts."""
    if config.ca_file is not None:
        return ssl.create_default_context(cafile=str(config.ca_file))
    return system_trust()


def _as_proxy(address: str, trust: ssl.SSLContext | None) -> httpcore.Proxy:
    parts = urlsplit(address)
    auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    secured = trust if parts.scheme == "https" else None
    return httpcore.Proxy(without_password(address), auth=auth, ssl_context=secured)
