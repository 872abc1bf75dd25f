"""Where the link of a folder is: a socket in it, or on Windows a named pipe that is called after it."""

import socket
import sys
from pathlib import Path

from barometer_agent.language import Say

NAME = "agent.sock"
# sun_path of sockaddr_un, with its closing zero: 108 bytes on Linux, 104 on macOS.
_LIMIT = 103 if sys.platform == "darwin" else 107
_PIPES = "\\\\.\\pipe\\"


class LinkError(Exception):
    """There is no link on this machine; says why and what to do.

    ``key`` names, for what a person's command can meet, the text of the languages (``link.<key>``), with ``values``.
    """

    def __init__(self, text: str, key: str = "", **values: object) -> None:
        super().__init__(text)
        self.key = key
        self.values = values

    def told(self, say: Say) -> str:
        """The same in the language of ``say``."""
        return say(f"link.{self.key}", **self.values) if self.key else str(self)


def socket_path(folder: Path, platform: str = sys.platform) -> Path:
    """The socket in ``folder``, or the name of its pipe. Raises LinkError where the system cannot have it there."""
    if platform == "win32":
        return Path(pipe_name(str(folder.absolute())))
    path = folder / NAME
    length = len(str(path).encode())
    if length > _LIMIT:
        fix = "set run_dir to a shorter folder (BAROMETER_RUN_DIR=/run/user/UID/barometer)"
        text = f"socket path {path} has {length} bytes, the limit is {_LIMIT}: {fix}"
        raise LinkError(text, "too_long", path=path, length=length, limit=_LIMIT)
    return path


def pipe_name(folder: str) -> str:
    """One name for each folder, however its letters and slashes are written. All pipes of a Windows lie together."""
    import hashlib  # loads OpenSSL, which the first samples need not wait for

    plain = folder.replace("/", "\\").rstrip("\\").casefold()
    return f"{_PIPES}barometer-agent-{hashlib.sha256(plain.encode()).hexdigest()[:16]}"


def unix_socket() -> socket.socket:
    """A new one. Raises LinkError on Windows, whose Python knows none."""
    if sys.platform == "win32":
        raise LinkError("there are no sockets with a path on Windows: the link is a pipe")
    else:  # noqa: RET506 - the type checker follows the platform only through a full branch
        return socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
