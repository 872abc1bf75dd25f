"""The connection to one server: made at the first exchange, with certificates that are read once."""

import ssl
from urllib.parse import unquote, urlsplit

import httpcore

from barometer_agent.config import Config
from barometer_agent.sources.certificates import Trust, trusts
from barometer_agent.sources.proxy import proxy_of, without_password
from barometer_agent.uplink.deadline import BoundedBackend, Deadline

# The collector closes an idle connection long before: keeping one from one interval to the next is in vain.
KEPT_SECONDS = 30.0


class Connection:
    """One connection at a time. Nothing is loaded or opened before the first exchange.

    The certificates to trust, those of ``trust`` or else of the settings, are read anew when the server's could not be
    verified: an administrator may have put right what was missing.
    """

    def __init__(self, server: str, config: Config, deadline: Deadline, trust: Trust | None = None) -> None:
        self._server = server
        self._config = config
        self._deadline = deadline
        self._trust = trust or trusts(config.ca_file).collector
        self._pool: httpcore.ConnectionPool | None = None

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Raises httpcore's errors and OSError, ssl.SSLError among them."""
        self._pool = self._pool or self._open()
        try:
            return self._pool.handle_request(request)
        except (httpcore.ConnectError, ssl.SSLError) as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                self._trust.forget()
                self.close()
            raise

    def close(self) -> None:
        """Let go of the connection."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def _open(self) -> httpcore.ConnectionPool:
        proxy = proxy_of(self._server, self._config.proxy)
        secured = "https://" in (self._server + (proxy or ""))
        trust = self._trust.context() if secured else None
        return httpcore.ConnectionPool(
            ssl_context=trust,
            proxy=_as_proxy(proxy, trust) if proxy else None,
            max_connections=1,
            keepalive_expiry=KEPT_SECONDS,
            network_backend=BoundedBackend(self._deadline),
        )


def _as_proxy(address: str, trust: ssl.SSLContext | None) -> httpcore.Proxy:
    parts = urlsplit(address)
    auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    secured = trust if parts.scheme == "https" else None
    return httpcore.Proxy(without_password(address), auth=auth, ssl_context=secured)
