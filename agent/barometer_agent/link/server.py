"""The service's end: takes one request per connection, answers it, and survives any client."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from barometer_agent.link.address import LinkError
from barometer_agent.link.frames import FrameError, Frames
from barometer_agent.link.limits import SENT, Limits
from barometer_agent.link.listening import Sockets, listen, may_pass
from barometer_agent.link.messages import MAX_REQUEST_BYTES, AskSent, Refusal, Reply, Request
from barometer_agent.link.peers import Peer, peer, seat

if TYPE_CHECKING:
    import socket

    from barometer_agent.windows.pipes import Listener, Pipe

log = logging.getLogger(__name__)

SECONDS = 5.0
PAUSE_SECONDS = 2.0  # before a client is waited for again, after one could not be taken
RETRY_SECONDS = 60.0  # before the link is made again, after something other than the disk stood in its way
MOST_CLIENTS = 8
MOST_OF_ONE_ACCOUNT = 3  # so that nobody can keep the others of this laptop from their questions
FIRST_BYTE_SECONDS = 2.0  # a client that connects has its request ready
# Whoever asks in a loop is held up: three seats, and half a second for each refusal, are six requests a second at most.
REFUSAL_SECONDS = 0.5
TURNED_AWAY_SECONDS = 0.01
Handler = Callable[[Request, Peer], Iterable[Reply]]


class LinkServer:
    """Listens on ``path`` until closed, and comes back by itself after what stood in its way.

    ``handle`` is called in a thread of its own for each client. Raises LinkError when it cannot listen, unless the
    disk may soon let it, or it ``waits`` whatever it is: another program may have taken its name.
    """

    def __init__(
        self,
        path: Path,
        handle: Handler,
        seconds: float = SECONDS,
        pause: float = PAUSE_SECONDS,
        *,
        waits: bool = False,
        retry: float = RETRY_SECONDS,
    ) -> None:
        self.path = path
        self._handle = handle
        self._seconds = seconds
        self._pause = pause
        self._retry = retry
        self._limits = Limits()
        self._clients: Counter[str] = Counter()
        self._counting = threading.Lock()
        self._opening = threading.Lock()
        self._closing = threading.Event()
        self._trouble = ""
        self._listener: Sockets | Listener | None = None
        self._thread = threading.Thread(target=self._run, name="link", daemon=True)
        try:
            self._listener = listen(path)
        except LinkError as error:
            if not (waits or may_pass(error)):
                raise
            self._failed(error)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def close(self) -> None:
        """Take no more requests; what is being answered ends by itself."""
        with self._opening:
            self._closing.set()
        if self._listener is not None:
            self._listener.shutdown()
        if self._thread.is_alive():
            self._thread.join(self._seconds)
        if self._listener is not None:
            self._listener.close()

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                self._take(self._listening().accept())
            except (OSError, LinkError, RuntimeError) as error:  # the last one: there can be no more threads
                if self._closing.is_set():
                    return
                self._failed(error)
                is_taken = isinstance(error, LinkError) and not may_pass(error)
                self._closing.wait(self._retry if is_taken else self._pause)
            else:
                self._works()

    def _listening(self) -> "Sockets | Listener":
        with self._opening:
            if self._listener is None:
                if self._closing.is_set():
                    raise LinkError("the link is closed")
                self._listener = listen(self.path)
            return self._listener

    def _take(self, connection: "socket.socket | Pipe") -> None:
        taken = self._admit(connection)
        if taken is None:
            connection.close()
            self._closing.wait(TURNED_AWAY_SECONDS)
            return
        try:
            threading.Thread(target=self._serve, args=(connection, taken), name="link-client", daemon=True).start()
        except RuntimeError:
            self._leave(taken)
            connection.close()
            raise

    def _failed(self, error: Exception) -> None:
        if str(error) != self._trouble:
            log.error("link_failing reason=%s", error)
        self._trouble = str(error)

    def _works(self) -> None:
        if self._trouble:
            log.warning("link_works_again")
        self._trouble = ""

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
                try:
                    self._answer(connection)
                finally:
                    self._leave(taken)  # before the client sees the end: it may come again at once
        except (FrameError, OSError) as error:
            log.info("link_client_failed reason=%s", error)
        except Exception as error:  # noqa: BLE001 - whatever one client causes, the service goes on
            log.error("link_request_failed kind=%s", type(error).__name__)  # noqa: TRY400 - may hold an answer

    def _leave(self, taken: str) -> None:
        with self._counting:
            self._clients[taken] -= 1

    def _answer(self, connection: "socket.socket | Pipe") -> None:
        frames = Frames(connection, MAX_REQUEST_BYTES, self._seconds)
        line = frames.receive(FIRST_BYTE_SECONDS)
        who = peer(connection)
        if not who.trusted and not self._limits.allow(who.account):
            self._refuse(frames, "busy")
            return
        if line is None:
            return
        try:
            request = msgspec.json.decode(line, type=Request)
        except (msgspec.DecodeError, UnicodeDecodeError):
            frames.send(msgspec.json.encode(Refusal("bad_request")))
            return
        if isinstance(request, AskSent) and not who.trusted and not self._limits.allow(who.account, SENT):
            self._refuse(frames, "busy")
            return
        for reply in self._handle(request, who):
            frames.send(msgspec.json.encode(reply))

    def _refuse(self, frames: Frames, problem: str) -> None:
        self._closing.wait(REFUSAL_SECONDS)
        frames.send(msgspec.json.encode(Refusal(problem)))
