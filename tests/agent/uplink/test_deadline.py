"""One end for a whole exchange."""

import socket
import threading
from collections.abc import Callable, Iterator
from itertools import count

import httpcore
import pytest

from barometer_agent.config import Config
from barometer_agent.uplink.deadline import BoundedBackend, Deadline
from barometer_agent.uplink.transport import Transport, UnreachableError


class Seconds:
    """A clock that goes on by a second each time it is asked."""

    def __init__(self) -> None:
        self._counted = count()

    def __call__(self) -> float:
        return float(next(self._counted))


@pytest.fixture
def dripping() -> Iterator[Callable[[bytes, bytes], str]]:
    """``dripping(start, drop)``: the address of a server that answers with ``start`` and then ``drop`` without end."""
    ended = threading.Event()
    threads = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(start: bytes, drop: bytes) -> None:
        connection, _ = listener.accept()
        with connection:
            try:
                connection.recv(65536)
                connection.sendall(start)
                while not ended.wait(0.002):
                    connection.sendall(drop)
            except OSError:
                return

    def begin(start: bytes, drop: bytes) -> str:
        thread = threading.Thread(target=serve, args=(start, drop))
        threads.append(thread)
        thread.start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield begin
    ended.set()
    for thread in threads:
        thread.join(10)
    listener.close()


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nX-Drip: ", b"x"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
    ],
    ids=["headers", "body", "chunks", "processing"],
)
def test_a_reply_that_drips_in_is_given_up(dripping: Callable[[bytes, bytes], str], start: bytes, drop: bytes) -> None:
    with (
        Transport(dripping(start, drop), Config(), clock=Seconds()) as transport,
        pytest.raises(UnreachableError, match=r"^timeout: .*not over within 90 s"),
    ):
        transport.get("/")


def test_before_the_first_exchange_nothing_ends() -> None:
    deadline = Deadline(5, Seconds())
    assert deadline.left(3) == 3
    deadline.begin()
    assert deadline.left() == 5 - 1
    assert deadline.left(1.5) == 1.5
    assert deadline.left(60) == 5 - 3
    deadline.left()
    with pytest.raises(httpcore.ReadTimeout, match="within 5 s"):
        deadline.left()


def test_nothing_is_connected_or_written_after_the_end() -> None:
    now = [0.0]
    deadline = Deadline(5, lambda: now[0])
    deadline.begin()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        backend = BoundedBackend(deadline)
        stream = backend.connect_tcp("127.0.0.1", listener.getsockname()[1], 5, socket_options=())
        now[0] = 6
        with pytest.raises(httpcore.ReadTimeout):
            stream.write(b"x")
        with pytest.raises(httpcore.ReadTimeout):
            backend.connect_tcp("127.0.0.1", listener.getsockname()[1])
        stream.close()
