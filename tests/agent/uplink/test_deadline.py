"""One end for a whole exchange."""

import socket
import threading
from collections.abc import Callable, Iterator
from itertools import count

import httpcore
import pytest

from barometer_agent.config import Config
from barometer_agent.uplink.deadline import MOST_READS, BoundedBackend, Deadline
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


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 4000),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 10_000),
    ],
    ids=["continue", "chunks"],
)
def test_a_reply_that_is_nothing_but_work_is_given_up_soon(
    dripping: Callable[[bytes, bytes], str], start: bytes, drop: bytes
) -> None:
    with (
        Transport(dripping(start, drop), Config()) as transport,
        pytest.raises(UnreachableError, match=r"^cut: RemoteProtocolError: (no reply within|the reply came in more)"),
    ):
        transport.get("/")


def test_a_byte_at_a_time_is_given_up_after_so_many() -> None:
    deadline = Deadline(5, lambda: 0.0)
    deadline.begin()
    deadline.replied()
    for _ in range(MOST_READS):
        deadline.came(1)
    with pytest.raises(httpcore.RemoteProtocolError, match="pieces"):
        deadline.came(1)
    deadline.begin()
    deadline.came(1)


def test_a_name_with_many_addresses_takes_no_longer_than_the_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    tried: list[str] = []

    def names(host: str, port: int, **_: object) -> list[object]:
        six = [(socket.AF_INET6, 1, 6, "", (f"::ffff:127.1.1.{n}", port, 0, 0)) for n in range(12)]
        return [*six, (socket.AF_INET, 1, 6, "", ("127.0.0.9", port))]

    def silent(_self: object, host: str, port: int, timeout: float, *_: object) -> httpcore.NetworkStream:
        tried.append(host)
        now[0] += timeout
        raise httpcore.ConnectTimeout("timed out")

    monkeypatch.setattr(socket, "getaddrinfo", names)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", silent)
    for seconds, times in ((3, 1), (100, 4)):
        tried.clear()
        deadline = Deadline(seconds, lambda: now[0])
        deadline.begin()
        began = now[0]
        with pytest.raises((httpcore.ConnectTimeout, httpcore.ReadTimeout)):
            BoundedBackend(deadline).connect_tcp("hostile.test", 443, 10)
        assert now[0] - began <= seconds
        assert tried == ["::ffff:127.1.1.0", "127.0.0.9", "::ffff:127.1.1.1", "::ffff:127.1.1.2"][:times]


def test_an_address_that_refuses_is_followed_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        answers = [(socket.AF_INET, 1, 6, "", (host, port)) for host in ("127.0.0.77", "127.0.0.1")]
        real = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", lambda h, *a, **k: answers if h == "two.test" else real(h, *a, **k))
        BoundedBackend(Deadline(5)).connect_tcp("two.test", port, 5).close()


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
