"""The service's end: takes one request per connection, answers it, and survives any client."""

import logging
import socket
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from barometer_agent.link.address import LinkError, unix_socket
from barometer_agent.link.frames import FrameError, Frames
from barometer_agent.link.messages import MAX_REQUEST_BYTES, Refusal, Reply, Request
from barometer_agent.link.peers import Peer, peer, seat

if TYPE_CHECKING:
    from barometer_agent.windows.pipes import Listener, Pipe

log = logging.getLogger(__name__)

SECONDS = 5.0
MOST_CLIENTS = 8
MOST_OF_ONE_ACCOUNT = 4  # so that nobody can keep the others of this laptop from their questions
Handler = Callable[[Request, Peer], Iterable[Reply]]


class LinkServer:
    """Listens on ``path`` until closed. Raises LinkError when it cannot.

    ``handle`` is called in a thread of its own for each client.
    """

    def __init__(self, path: Path, handle: Handler, seconds: float = SECONDS) -> None:
        self._path = path
        self._handle = handle
        self._seconds = seconds
        self._clients: Counter[str] = Counter()
        self._counting = threading.Lock()
        self._listener = _listener(path)
        self._thread = threading.Thread(target=self._run, name="link", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def close(self) -> None:
        """Take no more requests; what is being answered ends by itself."""
        self._listener.shutdown()
        if self._thread.is_alive():
            self._thread.join(self._seconds)
        self._listener.close()

    def _run(self) -> None:
        while True:
            try:
                connection = self._listener.accept()
            except OSError:
                return
            taken = self._admit(connection)
            if taken is None:
                connection.close()
            else:
                threading.Thread(target=self._serve, args=(connection, taken), name="link-client", daemon=True).start()

    def _admit(self, connection: "socket.socket | Pipe") -> str | None:
        """The seat that was taken; None where all of them, or all for that person, are taken already."""
        try:
            wanted = seat(connection)
        except OSError as error:
            log.info("link_client_failed reason=%s", error)
            return None
        with self._counting:
            if self._clients.total() >= MOST_CLIENTS or self._clients[wanted] >= MOST_OF_ONE_ACCOUNT:
                return None
            self._clients[wanted] += 1
        return wanted

    def _serve(self, connection: "socket.socket | Pipe", taken: str) -> None:
        try:
            with closing(connection):
                self._answer(connection)
        except (FrameError, OSError) as error:
            log.info("link_client_failed reason=%s", error)
        except Exception as error:  # noqa: BLE001 - whatever one client causes, the service goes on
            log.error("link_request_failed kind=%s", type(error).__name__)  # noqa: TRY400 - may hold an answer
        finally:
            with self._counting:
                self._clients[taken] -= 1

    def _answer(self, connection: "socket.socket | Pipe") -> None:
        frames = Frames(connection, MAX_REQUEST_BYTES, self._seconds)
        line = frames.receive()
        if line is None:
            return
        try:
            request = msgspec.json.decode(line, type=Request)
        except (msgspec.DecodeError, UnicodeDecodeError):
            frames.send(msgspec.json.encode(Refusal("bad_request")))
            return
        for reply in self._handle(request, peer(connection)):
            frames.send(msgspec.json.encode(reply))


class Sockets:
    """Takes connections to the socket at ``path`` until it is closed. Raises LinkError when it cannot."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._listener = _listen(path)

    def accept(self) -> socket.socket:
        """The next client. Raises OSError when closed."""
        return self._listener.accept()[0]

    def shutdown(self) -> None:
        """Let ``accept`` end; no more clients find their way here."""
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError as error:  # macOS: a listening socket is not connected
            log.debug("link_shutdown reason=%s", error.strerror)
            self._listener.close()
        self._path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of it."""
        self._listener.close()


def _listener(path: Path) -> "Sockets | Listener":
    if sys.platform != "win32":
        return Sockets(path)
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        from barometer_agent.windows import pipes

        try:
            return pipes.Listener(str(path))
        except OSError as error:
            fix = "another program has this name: restart the laptop, and tell your IT when it comes back"
            raise LinkError(f"pipe {path} cannot be made ({error.strerror}): {fix}") from error


def _listen(path: Path) -> socket.socket:
    """Only the holder of the spool's lock gets here, so a socket that lies there is left over."""
    listener = unix_socket()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        listener.bind(str(path))
        path.chmod(0o666)  # who may do what is decided by the peer's account
        listener.listen(MOST_CLIENTS)
    except OSError as error:
        listener.close()
        fix = "run as an account that may write there, or set run_dir"
        raise LinkError(f"socket {path} cannot be made ({error.strerror}): {fix}") from error
    return listener
