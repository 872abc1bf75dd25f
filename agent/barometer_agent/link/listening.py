"""Where the clients of the link arrive: a socket, or on Windows a named pipe."""

import errno
import logging
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from barometer_agent.link.address import LinkError, unix_socket

if TYPE_CHECKING:
    from barometer_agent.windows.pipes import Listener

log = logging.getLogger(__name__)

BACKLOG = 8
_PASSING = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


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


def listen(path: Path) -> "Sockets | Listener":
    """What takes the clients that come to ``path``. Raises LinkError when it cannot."""
    if sys.platform != "win32":
        return Sockets(path)
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        from barometer_agent.windows import pipes

        try:
            return pipes.Listener(str(path))
        except OSError as error:
            fix = "another program has this name: restart the laptop, and tell your IT when it comes back"
            raise LinkError(f"pipe {path} cannot be made ({error.strerror}): {fix}") from error


def may_pass(error: LinkError) -> bool:
    """Whether it is worth trying again: the disk is full, or can only be read at the moment."""
    return isinstance(error.__cause__, OSError) and error.__cause__.errno in _PASSING


def _listen(path: Path) -> socket.socket:
    """Only the holder of the spool's lock gets here, so a socket that lies there is left over."""
    listener = unix_socket()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        listener.bind(str(path))
        path.chmod(0o666)  # who may do what is decided by the peer's account
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        fix = "run as an account that may write there, or set run_dir"
        raise LinkError(f"socket {path} cannot be made ({error.strerror}): {fix}") from error
    return listener
