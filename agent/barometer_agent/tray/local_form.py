"""A form in the person's own browser: what a screen reader can read where no window of ours can be read.

The page lies in a folder of this account alone and sends what is filled in to this process, over the loopback: to an
address with a secret in it, which stands in that page and nowhere else. It is served as long as it is needed.
"""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

_HERE = "127.0.0.1"
_MOST_BYTES = 64 * 1024
_PATIENCE_SECONDS = 5.0  # with a program that connects and says nothing
_SECRET_BYTES = 24
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Type": "text/html; charset=utf-8",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
Fields = Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """The next page; ``is_last``: nothing more is asked."""

    page: str
    is_last: bool = False


class LocalForm:
    """``address`` is where its pages send to."""

    def __init__(self) -> None:
        self._path = f"/{secrets.token_urlsafe(_SECRET_BYTES)}"
        self._server = HTTPServer((_HERE, 0), _handler(self._path, self._take))
        self._host = f"{_HERE}:{self._server.server_port}"
        self._reply: Callable[[Fields], Reply]
        self._is_done = False
        self._heard = False

    def __enter__(self) -> "LocalForm":
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.server_close()

    @property
    def address(self) -> str:
        """For the ``action`` of a form."""
        return f"http://{self._host}{self._path}"

    @property
    def origin(self) -> str:
        """What a page has to allow to send to."""
        return f"http://{self._host}"

    def serve(self, reply: Callable[[Fields], Reply], patience: Callable[[], float]) -> bool:
        """Answer with ``reply`` until that is the last; False where nothing came for ``patience`` seconds."""
        self._reply = reply
        until = time.monotonic() + patience()
        while not self._is_done:
            self._server.timeout = until - time.monotonic()
            if self._server.timeout <= 0:
                return False
            self._heard = False
            self._server.handle_request()
            if self._heard:
                until = time.monotonic() + patience()
        return True

    def _take(self, host: str, body: bytes) -> str | None:
        """The page that follows; None for somebody who should not be here."""
        if host != self._host:  # a page from elsewhere, by a name that leads here
            return None
        told = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=50)
        reply = self._reply({name: values[-1] for name, values in told.items()})
        self._is_done, self._heard = reply.is_last, True
        return reply.page


def _handler(path: str, take: Callable[[str, bytes], str | None]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = _PATIENCE_SECONDS

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if not secrets.compare_digest(self.path.encode(), path.encode()) or not length.isdecimal():
                self._say(HTTPStatus.NOT_FOUND, "")
            elif int(length) > _MOST_BYTES:
                self._say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "")
            else:
                page = take(self.headers.get("Host", ""), self.rfile.read(int(length)))
                self._say(HTTPStatus.NOT_FOUND if page is None else HTTPStatus.OK, page or "")

        def log_message(self, *_: object) -> None:
            """Nothing is logged of what somebody answers."""

        def _say(self, status: HTTPStatus, page: str) -> None:
            body = page.encode("utf-8", "replace")
            self.send_response(status)
            for name, value in _HEADERS.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
