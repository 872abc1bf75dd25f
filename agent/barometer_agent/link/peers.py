"""Who is at the other end, told by the system and not by them."""

import os
import socket
import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from barometer_agent.windows.pipes import Pipe

# struct xucred of macOS' sys/ucred.h: version, uid, number of groups, groups.
_XUCRED = "IIh16I"
_SOL_LOCAL = 0
_LOCAL_PEERCRED = 1
# Where accounts of people begin: UID_MIN of login.defs(5), and the first one that macOS gives out. There is no end:
# accounts of a directory have numbers of millions.
_FIRST_PERSON = 500 if sys.platform == "darwin" else 1000
# What systemd gives services for the time that they run (https://systemd.io/UIDS-GIDS/), nobody, and no one at all.
_NO_PERSONS = range(61184, 65536)
_NOBODY = "no-account"  # all of them share what one account may take


@dataclass(frozen=True)
class Peer:
    """The user of the other process. ``trusted``: who administers the laptop, or the user that the service runs as.

    ``person``: may be asked, and answers as one. Anybody can run programs under numbers that no account has
    (subuid(5) gives each user 65,536), and would be as many people.
    """

    account: str
    trusted: bool
    person: bool = True


def peer(connection: "socket.socket | Pipe") -> Peer:
    """Raises OSError where the system does not tell. A pipe tells once something of it was read."""
    if not isinstance(connection, socket.socket):
        return _of_pipe(connection)
    uid = _uid(connection)
    own = uid == _own_uid()
    return Peer(_account(uid), own or uid == 0, own or is_person(uid))


def seat(connection: "socket.socket | Pipe") -> str:
    """Whose place at the link this takes: known before anything was read. Raises OSError.

    That is the account; of a pipe the session, of which there is one to each person who is signed in.
    """
    if isinstance(connection, socket.socket):
        return _account(_uid(connection))
    from barometer_agent.windows import pipes

    return f"session-{pipes.session(connection)}"


def is_of_service(connection: socket.socket, home: Path) -> bool:
    """Whether a service listens there that may be spoken to: root's, our own, or that of whom ``home`` belongs to.

    ``home`` is the service's ``data_dir``. Raises OSError where the system does not tell.
    """
    uid = _uid(connection)
    return uid in (0, _own_uid()) or any(uid == _owner(path) for path in (home / "identity.json", home))


def account_name(uid: int) -> str:
    """The name of the account, or its number where it has none."""
    return _known_name(uid) or f"uid-{uid}"


def is_person(uid: int) -> bool:
    """Whether there is such an account, and it is not one of the system's."""
    return uid >= _FIRST_PERSON and uid not in _NO_PERSONS and _known_name(uid) is not None


def _known_name(uid: int) -> str | None:
    if sys.platform != "win32":
        import pwd

        try:
            return pwd.getpwuid(uid).pw_name
        except KeyError:
            pass
    return None


def _owner(path: Path) -> int | None:
    try:
        return path.stat().st_uid
    except OSError:
        return None


def _account(uid: int) -> str:
    return account_name(uid) if uid == _own_uid() else _known_name(uid) or _NOBODY


def _of_pipe(pipe: "Pipe") -> Peer:
    from barometer_agent.windows import accounts

    client = accounts.client_of(pipe.handle)
    return Peer(client.name, client.administers or client.sid == accounts.own_sid())


def _own_uid() -> int:
    if sys.platform == "win32":
        return -1
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        return os.geteuid()


def _uid(connection: socket.socket) -> int:
    if sys.platform == "linux":
        size = struct.calcsize("3i")
        _, uid, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))
        return int(uid)
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        credentials = connection.getsockopt(_SOL_LOCAL, _LOCAL_PEERCRED, struct.calcsize(_XUCRED))
        return int(struct.unpack_from(_XUCRED, credentials)[1])
