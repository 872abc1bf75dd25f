"""Where the socket lies."""

import sys
from pathlib import Path

NAME = "agent.sock"
# sun_path of sockaddr_un, with its closing zero: 108 bytes on Linux, 104 on macOS.
_LIMIT = 103 if sys.platform == "darwin" else 107


class LinkError(Exception):
    """There is no link on this machine; says why and what to do."""


def socket_path(folder: Path) -> Path:
    """The socket in ``folder``. Raises LinkError where the system cannot have it there."""
    if sys.platform == "win32":
        raise LinkError("the link between service and user is not there yet on Windows")
    path = folder / NAME
    length = len(str(path).encode())
    if length > _LIMIT:
        fix = "set run_dir to a shorter folder (BAROMETER_RUN_DIR=/run/user/UID/barometer)"
        raise LinkError(f"socket path {path} has {length} bytes, the limit is {_LIMIT}: {fix}")
    return path
