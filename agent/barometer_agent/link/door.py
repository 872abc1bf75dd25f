"""The link over the life of several services: it stays open while one takes over from another.

Windows gives a pipe's name to nobody else while a client is still at an old one, and nobody's answer is lost either.
"""

import threading
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:  # loaded with the link: the first samples need not wait for it
    from barometer_agent.link.messages import Reply, Request
    from barometer_agent.link.peers import Peer
    from barometer_agent.link.server import Handler, LinkServer

HANDOVER_SECONDS = 4.0  # clients wait for longer; see client.SECONDS


class Door:
    """Where the people of this laptop come; one service at a time ``attend``s to them."""

    def __init__(self, seconds: float = HANDOVER_SECONDS) -> None:
        self._seconds = seconds
        self._link: LinkServer | None = None
        self._attends: Handler | None = None
        self._changed = threading.Condition()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def attend(self, path: Path, handle: "Handler") -> None:
        """From now on requests to ``path`` are answered by ``handle``.

        Raises LinkError where that is another place than before and cannot be had, and then all is as before. The first
        place is waited for: whoever took it, or took its folder away, keeps nobody from measuring.
        """
        if self._link is None or self._link.path != path:
            self._move(path)
        self._let(handle)

    def leave(self) -> None:
        """Nobody attends for a moment: whoever comes now waits for the next service."""
        self._let(None)

    def close(self) -> None:
        """Take no more requests."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._link is not None:
            self._link.close()

    def _move(self, path: Path) -> None:
        from barometer_agent.link.server import LinkServer

        link = LinkServer(path, self._answer, waits=self._link is None)
        link.start()
        before, self._link = self._link, link
        if before is not None:
            before.close()

    def _let(self, handle: "Handler | None") -> None:
        with self._changed:
            self._attends = handle
            self._changed.notify_all()

    def _answer(self, request: "Request", peer: "Peer") -> "Iterable[Reply]":
        from barometer_agent.link.messages import Refusal

        with self._changed:
            self._changed.wait_for(lambda: self._attends or self._closed, self._seconds)
            handle = self._attends
        return handle(request, peer) if handle else [Refusal("ending")]
