"""Who is at the other end of a socket, told by the system and not by them."""

import os
import socket
import struct
import sys
from dataclasses import dataclass

# struct xucred of macOS' sys/ucred.h: version, uid, number of groups, groups.
_XUCRED = "IIh16I"
_SOL_LOCAL = 0
_LOCAL_PEERCRED = 1


@dataclass(frozen=True)
class Peer:
    """The user of the other process. ``trusted``: root, or the user that the service runs as."""

    account: str
    trusted: bool


def peer(connection: socket.socket) -> Peer:
    """Raises OSError where the system does not tell."""
    uid = _uid(connection)
    return Peer(account_name(uid), uid in (0, os.geteuid()))


def account_name(uid: int) -> str:
    """The name of the account, or its number where it has none."""
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid-{uid}"


def _uid(connection: socket.socket) -> int:
    if sys.platform == "linux":
        size = struct.calcsize("3i")
        _, uid, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))
        return int(uid)
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        credentials = connection.getsockopt(_SOL_LOCAL, _LOCAL_PEERCRED, struct.calcsize(_XUCRED))
        return int(struct.unpack_from(_XUCRED, credentials)[1])
