"""The service's end: takes one request per connection, answers it, and survives any client."""

import logging
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from barometer_agent.link.address import LinkError
from barometer_agent.link.frames import FrameError, Frames
from barometer_agent.link.messages import MAX_REQUEST_BYTES, Refusal, Reply, Request
from barometer_agent.link.peers import Peer, peer

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
        self._listener = _listen(path)
        self._thread = threading.Thread(target=self._run, name="link", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def close(self) -> None:
        """Take no more requests; what is being answered ends by itself."""
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError as error:  # macOS: a listening socket is not connected
            log.debug("link_shutdown reason=%s", error.strerror)
        self._listener.close()
        self._path.unlink(missing_ok=True)
        if self._thread.is_alive():
            self._thread.join(self._seconds)

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            asking = self._admit(connection)
            if asking is None:
                connection.close()
            else:
                threading.Thread(target=self._serve, args=(connection, asking), name="link-client", daemon=True).start()

    def _admit(self, connection: socket.socket) -> Peer | None:
        """Who asks; None where all places, or all of that account, are taken."""
        try:
            asking = peer(connection)
        except OSError as error:
            log.info("link_client_failed reason=%s", error)
            return None
        with self._counting:
            if self._clients.total() >= MOST_CLIENTS or self._clients[asking.account] >= MOST_OF_ONE_ACCOUNT:
                return None
            self._clients[asking.account] += 1
        return asking

    def _serve(self, connection: socket.socket, asking: Peer) -> None:
        try:
            with connection:
                self._answer(connection, asking)
        except (FrameError, OSError) as error:
            log.info("link_client_failed reason=%s", error)
        except Exception as error:  # noqa: BLE001 - whatever one client causes, the service goes on
            log.error("link_request_failed kind=%s", type(error).__name__)  # noqa: TRY400 - may hold an answer
        finally:
            with self._counting:
                self._clients[asking.account] -= 1

    def _answer(self, connection: socket.socket, asking: Peer) -> None:
        frames = Frames(connection, MAX_REQUEST_BYTES, self._seconds)
        line = frames.receive()
        if line is None:
            return
        try:
            request = msgspec.json.decode(line, type=Request)
        except (msgspec.DecodeError, UnicodeDecodeError):
            frames.send(msgspec.json.encode(Refusal("bad_request")))
            return
        for reply in self._handle(request, asking):
            frames.send(msgspec.json.encode(reply))


def _listen(path: Path) -> socket.socket:
    """Only the holder of the spool's lock gets here, so a socket that lies there is left over."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
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
