"""A server that only counts bytes and says yes, to know what the generator can do against somebody who does nothing.

python _intake_trivial.py
"""

import re
import select
import socket

_YES = b"HTTP/1.1 204 No Content\r\n\r\n"
_LENGTH = re.compile(rb"\r\nContent-Length: (\d+)\r\n")
_READ = 1 << 18


def main() -> None:
    """Listen on a free port of loopback, print it, and answer until ended. A request comes in one or more parts."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    print(listener.getsockname()[1], flush=True)
    poll = select.epoll()
    poll.register(listener, select.EPOLLIN)
    wires: dict[int, socket.socket] = {}
    missing: dict[int, int] = {}
    while True:
        for number, _event in poll.poll():
            if number == listener.fileno():
                wire, _ = listener.accept()
                wires[wire.fileno()], missing[wire.fileno()] = wire, 0
                poll.register(wire, select.EPOLLIN)
                continue
            part = wires[number].recv(_READ)
            if not part:
                poll.unregister(number)
                wires.pop(number).close()
                continue
            missing[number] = _still_missing(part, missing[number])
            if not missing[number]:
                wires[number].send(_YES)


def _still_missing(part: bytes, missing: int) -> int:
    if missing:
        return missing - len(part)
    length = _LENGTH.search(part)
    assert length is not None
    return part.index(b"\r\n\r\n") + 4 + int(length[1]) - len(part)


if __name__ == "__main__":
    main()
