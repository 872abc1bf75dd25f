"""A form in the person's own browser: what a screen reader can read where no window of ours can be read.

The page lies in a folder of this account alone and sends what is filled in to this process, over the loopback: to an
address with a secret in it, which stands in that page and nowhere else. It is served as long as it is needed.
"""

import secrets
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from urllib.parse import parse_qs

_HERE = "127.0.0.1"
_MOST_BYTES = 64 * 1024
_PATIENCE_SECONDS = 5.0  # with a program that connects and says little
_SECRET_BYTES = 24
_LOOK_SECONDS = 0.1
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
        self._server = _Server(self._path, self._take, self._went)
        self._host = f"{_HERE}:{self._server.server_address[1]}"
        self._changed = threading.Condition()
        self._reply: Callable[[Fields], Reply] | None = None
        self._is_over = False  # the last page is made, or nobody waits any more
        self._is_done = False  # and written
        self._heard = 0

    def __enter__(self) -> "LocalForm":
        threading.Thread(target=self._server.serve_forever, args=(_LOOK_SECONDS,), name="form", daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
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
        with self._changed:
            self._reply = reply
            self._changed.notify_all()
            while not self._is_done:
                if not self._hears(patience()):
                    self._is_over = True
                    return False
        return True

    def _hears(self, seconds: float) -> bool:
        before = self._heard
        return self._changed.wait_for(lambda: self._heard != before, seconds)

    def _take(self, host: str, body: bytes) -> Reply | None:
        """The page that follows; None for somebody who should not be here, or comes too late."""
        if host != self._host:  # a page from elsewhere, by a name that leads here
            return None
        told = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=50)
        with self._changed:  # who is quicker than the browser that opened the page comes before there is a reply
            self._changed.wait_for(lambda: self._reply is not None, _PATIENCE_SECONDS)
            if self._reply is None or self._is_over:
                return None
            reply = self._reply({name: values[-1] for name, values in told.items()})
            self._is_over = reply.is_last
        return reply

    def _went(self, reply: Reply) -> None:
        """Its page was written, or nobody was there any more to read it."""
        with self._changed:
            self._heard += 1
            self._is_done = self._is_done or reply.is_last
            self._changed.notify_all()


class _Server(ThreadingMixIn, TCPServer):
    """A thread for each who connects: nobody can keep the person's own answer out. Nobody else takes its address."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, path: str, take: Callable[[str, bytes], Reply | None], went: Callable[[Reply], None]) -> None:
        self.path = path
        self.take = take
        self.went = went
        super().__init__((_HERE, 0), _Handler)

    def server_bind(self) -> None:
        if sys.platform == "win32":
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        super().server_bind()

    def handle_error(self, request: object, client_address: object) -> None:
        """Somebody left in the middle: no word of it on the person's terminal."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = _PATIENCE_SECONDS  # of one read; the timer is that of all of them

    def handle(self) -> None:
        end = threading.Timer(_PATIENCE_SECONDS, self._end)
        end.daemon = True
        end.start()
        try:
            super().handle()
        finally:
            end.cancel()

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not secrets.compare_digest(self.path.encode(), self.server.path.encode()) or not length.isdecimal():
            self._say(HTTPStatus.NOT_FOUND)
        elif int(length) > _MOST_BYTES:
            self._say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            self._answer(self.rfile.read(int(length)))

    def log_message(self, *_: object) -> None:
        """Nothing is logged of what somebody answers."""

    def _answer(self, body: bytes) -> None:
        reply = self.server.take(self.headers.get("Host", ""), body)
        if reply is None:
            return self._say(HTTPStatus.NOT_FOUND)
        try:
            self._say(HTTPStatus.OK, reply.page)
        finally:
            self.server.went(reply)

    def _end(self) -> None:
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def _say(self, status: HTTPStatus, page: str = "") -> None:
        body = page.encode("utf-8", "replace")
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
