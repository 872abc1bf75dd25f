"""Which programs a process starts, and how often: the kernel's own account of every fork and exec.

The process events connector (linux/cn_proc.h) tells each of them to whoever asks as root, in the order in which they
happen, so that none is missed that is over within a millisecond; where the kernel had to drop some, that is an error.
"""

import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NETLINK_CONNECTOR = 11
_ALL_PROCESSES = 1  # CN_IDX_PROC, also its CN_VAL_PROC
_LISTEN, _IGNORE = 1, 2
_DONE = 3  # NLMSG_DONE
_NOTHING, _FORK, _EXEC, _EXIT = 0, 1, 2, 0x80000000  # NOTHING is the answer to _LISTEN
_HEADER = struct.Struct("=IHHII")  # struct nlmsghdr
_MESSAGE = struct.Struct("=IIIIHH")  # struct cn_msg
_EVENT = struct.Struct("=IIQ")  # what, cpu, timestamp_ns
_IDS = struct.Struct("=IIII")  # of a fork: parent's pid and tgid, child's pid and tgid; else the process's first
_EVENT_AT = _HEADER.size + _MESSAGE.size
_RECEIVE_BUFFER_FORCED = 33  # SO_RCVBUFFORCE of socket(7)
_BUFFER_BYTES = 8 << 20
_LOOK_SECONDS = 0.5


class Programs:
    """What was started below ``pid`` so far, by name; a name that was gone before it could be read is "?"."""

    def __init__(self, pid: int) -> None:
        self.started: Counter[str] = Counter()
        self._family = {pid}
        self._pid = pid

    def take(self, event: bytes) -> None:
        """One message of the connector."""
        what = _EVENT.unpack_from(event, _EVENT_AT)[0]
        ids = _IDS.unpack_from(event, _EVENT_AT + _EVENT.size)
        if what == _NOTHING and ids[0]:
            raise OSError(ids[0], "the kernel does not tell which programs start: run as root, outside of a container")
        if what == _FORK and ids[1] in self._family and ids[2] == ids[3]:  # else it is a thread
            self._family.add(ids[3])
        elif what == _EXEC and ids[1] in self._family:
            self.started[_name(ids[1])] += 1
        elif what == _EXIT and ids[0] == ids[1] != self._pid:
            self._family.discard(ids[1])


@contextmanager
def programs(pid: int) -> Iterator[Programs]:
    """Count until the end. Raises PermissionError where the kernel tells nobody, OSError where it lost some."""
    found, ended, failed = Programs(pid), threading.Event(), list[OSError]()
    with socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, _NETLINK_CONNECTOR) as connector:
        connector.setsockopt(socket.SOL_SOCKET, _RECEIVE_BUFFER_FORCED, _BUFFER_BYTES)
        connector.bind((0, _ALL_PROCESSES))
        connector.settimeout(_LOOK_SECONDS)
        connector.send(_asked(_LISTEN))

        def listen() -> None:
            while not ended.is_set():
                try:
                    found.take(connector.recv(4096))
                except TimeoutError:
                    continue
                except OSError as error:
                    failed.append(error)
                    return

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield found
        finally:
            ended.set()
            thread.join()
            connector.send(_asked(_IGNORE))
    if failed:
        raise failed[0]


def _asked(operation: int) -> bytes:
    content = struct.pack("=I", operation)
    message = _MESSAGE.pack(_ALL_PROCESSES, _ALL_PROCESSES, 0, 0, len(content), 0) + content
    return _HEADER.pack(_HEADER.size + len(message), _DONE, 0, 0, 0) + message


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return "?"
